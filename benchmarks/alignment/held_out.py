"""The half of passages and tables that nobody looks at while the classifier is written. All text is the project's own."""

from __future__ import annotations

from benchmarks.alignment.material import Half, Language, Passage, Signs, Tables

_RUSSIAN_LETTER = """
Дорогая редакция! Пишет вам пасечник из Соснового Бора. Прошлым летом вы поместили заметку о новых ульях, и наш кружок
решил испробовать их у себя. Купили в складчину шесть штук по 11 руб. 50 коп., поставили за околицей и стали ждать. Соседи
смеялись, а старик Калмыш прямо сказал: «В этих сундуках пчела жить не захочет».

Вышло не по его словам. К середине июля с каждого улья сняли по 38 фунтов меда, тогда как из колод едва набралось по
двенадцати. Зимовали пчелы в омшанике, который построили всем обществом за четыре дня. Из шести семей погибла одна, да и то
по нашей вине: не заметили мышиной норы. Весной 1928 г. записалось еще пятнадцать хозяев, и теперь у нас сорок три улья.

Расскажу и о неудачах. Медогонку прислали без ручки, и мы два месяца переписывались со складом. На письма от 2 мая и 17
мая ответа не было вовсе. Наконец приехал человек из города, посмотрел, покачал головой и увез машину с собой. Вернули ее в
августе, когда качать было уже нечего. Просим Союз пчеловодов обратить на это внимание и впредь проверять товар перед
отправкой.

Посылаю вам снимок нашей пасеки и две тысячи поклонов от всех ребят. Если кто-нибудь из читателей знает верное средство
против моли, пусть напишет через газету «Северный листок». Мы пробовали полынь и серу — помогает плохо. Секретарь кружка И.
Подгорный, деревня Сосновый Бор, дом № 26.
"""

_RUSSIAN_EXPEDITION = """
Отряд вышел из Усть-Тоймина 9 июня 1932 года в составе восьми человек при четырех лодках. Цель поездки заключалась в съемке
верховьев реки Вежи, которые на карте 1868 г. показаны пунктиром. Продовольствия взято было на 70 дней, из инструментов —
теодолит, два барометра и походная лаборатория. Проводником согласился идти охотник Пантелей Щипцов, знавший реку до второго
порога.

Первые три недели прошли благополучно. Вода стояла высоко, и тяжелые лодки проходили над камнями без разгрузки. Средняя
скорость движения не превышала девяти верст за сутки. 28 июня достигнут был порог, названный нами Длинным: на протяжении
1 400 метров русло падает на шестнадцать метров. Здесь потеряна одна лодка с посудой и солью. Люди не пострадали, но радист
Юшков простудился и десять дней не мог работать.

За порогом начиналась местность, никем до сих пор не описанная. Берега сложены красным песчаником; на левом берегу обнаружены
остатки старинного поселения, по-видимому XVI века: печи, точильные камни, обломки посуды. Находки сданы в музей. Местные
оленеводы называют это место «Каменный двор» и неохотно останавливаются на нем.

Вследствие ранних холодов повернули обратно 21 августа, не дойдя до истока около двадцати километров. Всего снято 316 верст
реки, собрано свыше пятисот образцов, исправлено положение пяти притоков. Расходы отряда составили 4 870 рублей, что на 12
проц. меньше сметы. Подробный отчет печатается в «Трудах» общества, т. VII, и т. д.
"""

_RUSSIAN_SPEECH = """
Заведующая читальней т. Ярцева. Товарищи, я скажу коротко. Здесь говорили, что крестьянин книги не берет. Это неправда. За
зиму 1929/30 г. у нас выдано 5 640 книг на 412 читателей. Берут сельское хозяйство, берут путешествия, берут Пушкина и
Некрасова. Не берут то, что набрано слепым шрифтом на серой бумаге, и я бы сама такого не взяла.

Второй вопрос — помещение. Читальня занимает бывшую сторожку: шестнадцать квадратных метров, одна лампа, восемь табуреток.
По воскресеньям приходит до шестидесяти человек, стоят в сенях. Мы трижды просили волостной комитет отдать нам верхний этаж
бывшей почты. Нам отвечали: «Подождите до ремонта». Ремонт был окончен в сентябре, а в верхнем этаже теперь хранится
овес. Я спрашиваю: кому нужнее этот этаж, овсу или людям?

Теперь о деньгах. На покупку книг отпущено 95 рублей в год, на переплет — ничего. Между тем книга без переплета живет
полгода. Мы научились переплетать сами, клей варим из муки, картон дает лавка. Но ножниц у нас одни, да и те принадлежат мне.
Предлагаю включить в смету хотя бы тридцать рублей на инструмент и назначить ответственное лицо.

Последнее замечание — относительно передвижек. Их числится двенадцать, а ходит пять. Остальные лежат в деревнях у разных лиц
без всякой описи. Пускай каждый, кто их получил, до 1 марта сообщит, в каком они состоянии. Тогда мы к маю составим
правильное расписание, и северо-восточный угол района тоже увидит книгу.
"""

_FRENCH_LETTER = """
Monsieur le directeur, vous avez bien voulu publier, dans votre numéro du 6 février, un article sur les puits de notre canton.
Permettez à un vieil abonné d’y ajouter quelques remarques. Votre rédacteur affirme que le puits de la ferme Morel fut creusé en
1785. C’est une erreur : j’ai sous les yeux un acte de 1758, signé de Me Lacroix, notaire, où il est déjà question de la margelle
et de la corde.

Ce puits a 46 mètres de profondeur. Mon grand-père y descendit en 1849, pendant la sécheresse, pour en retirer un seau et, disait-il,
une botte. Il compta huit anneaux de fer scellés dans la paroi et rapporta une pièce d’argent que nous gardons encore. L’eau n’y
a jamais manqué, même en 1921, quand toute la commune venait y puiser. On payait alors deux sous la cruche ; les pauvres ne payaient
rien.

Quant à la légende du trésor, je n’y crois guère. Les gens d’ici racontent qu’un marchand y jeta sa bourse « plutôt que de la
donner aux soldats ». Mais de quels soldats parle-t-on ? Les armées sont passées quatre fois par notre vallée, et chacune a laissé
son histoire. M. Jourdan, instituteur à Sainte-Ombre, en a recueilli dix-sept, toutes différentes, et il y travaille depuis
vingt-cinq ans.

Je souhaite que l’on répare la margelle avant l’hiver. La dépense serait d’environ 320 francs, somme bien faible pour un monument
que les étrangers viennent dessiner. Veuillez agréer, Monsieur le directeur, mes salutations distinguées. Un lecteur de Sainte-Ombre,
rue Basse, n° 19.
"""

_FRENCH_CHRONICLE = """
On nous écrit de Port-Goulven que la pêche a repris lundi après dix-huit jours de tempête. Trente et une barques ont quitté le bassin
à la marée de cinq heures ; vingt-neuf étaient rentrées le soir, les deux autres ayant relâché derrière l’île. Les prix, qui avaient
doublé, sont retombés à 3 fr. 50 le kilo pour le merlan. Le maquereau demeure introuvable.

Les dégâts sont plus sérieux qu’on ne le pensait. Le phare de la Jument a perdu une vitre et sa cloche de brume ; la jetée, ouverte
sur douze mètres, devra être reprise par la base. M. Tanguy, conducteur des travaux, estime la réparation à 75.000 francs et
demande six mois. La Chambre de commerce a voté d’urgence un premier secours. « Nous avons vu pire en 1896, nous disait hier un
patron, mais nous étions plus jeunes. »

Le courrier a souffert également. Le vapeur de Londres, attendu le 14 décembre, n’est arrivé que le 19, avec trois cents sacs de
lettres dont une partie mouillée. L’administration des postes fait sécher les plis dans la salle des fêtes, où le public peut les
réclamer de deux à quatre heures. Une vingtaine d’enveloppes, devenues illisibles, seront renvoyées à l’expéditeur, si toutefois
on le découvre.

Enfin, le syndicat des marins a remercié par affiche les habitants du haut quartier, qui ont logé pendant une semaine les équipages
de passage. On cite le cas de Mme Kerloc’h, veuve et mère de cinq enfants, qui hébergea neuf Norvégiens. L’un d’eux, ébéniste de
son état, lui a refait son armoire.
"""

_FRENCH_SPEECH = """
Messieurs, je n’abuserai pas de votre patience. Depuis 1919, notre société a planté 4.800 arbres le long des routes du département.
On m’a fait observer que ce chiffre est peu de chose à côté des 60.000 que l’on abat chaque année ; j’en conviens. Mais personne, avant
nous, n’en plantait un seul. (Très bien !)

Nous avons commencé par le noyer, qui est un arbre lent. Sur cent plants mis en terre à l’automne, onze ont péri la première année,
quatorze la seconde, et depuis lors aucun. Le tilleul a mieux réussi. Quant au peuplier, il pousse partout, même où nous ne l’avons
pas mis. L’ingénieur en chef voulait des platanes, parce que le XVIIIe siècle en voulait ; nous lui avons répondu que les oiseaux
préféraient les merisiers.

Il reste à parler de l’entretien. Chaque arbre coûte 2 fr. 25 par an, y compris le tuteur et les épines. Trente-six communes payent leur
part, sept autres promettent de la payer. La commune de Bellefosse, que je ne nommerai pas, a vendu nos tuteurs au poids. (Hilarité.)
C’est pourquoi nous proposons de créer une garde formée des écoliers eux-mêmes. Un enfant qui a planté un arbre ne laisse personne y
attacher sa chèvre.

L’an prochain, si vous le voulez bien, nous irons jusqu’à la forêt. Il y faudra 1.150 plants, neuf charrettes et beaucoup de bras.
M. le préfet nous a promis les charrettes. Je compte sur vous pour les bras, et je lève mon verre à ceux qui s’assiéront, dans
cinquante ans, à l’ombre de nos arbres. (Vifs applaudissements.)
"""

_ENGLISH = """
Sir, I was glad to read in your issue of September 12, 1931, that the old road over Cray Moor is to be mended at last. My father
used it every week for thirty years and lost two carts on it. The surveyor speaks of 480 loads of stone; I venture to think that
six hundred will hardly be enough, for the bog has swallowed better roads than his.

There is one matter on which your correspondent, Mr. Oldacre, is mistaken. The cross at the second milestone was not put up by the
monks. It was cut in 1806 by a mason named Tolley, who had been lost there in the snow and was found by a dog. "A dog has no need
of a cross," he is supposed to have said, "but the next man may." The letters on the northern face can still be read after rain.

I hope the council will leave the stone where it stands, and that No. 4 bridge may be widened in the same year. Yours faithfully, a
reader on the hill.
"""

_GERMAN = """
Am Montag früh ist auf der Elsterhütte der neue Ofen angeblasen worden. Um sechs Uhr versammelten sich die Arbeiter mit ihren Familien
vor der Halle; der Hüttenmeister Brandis sprach einige Worte und übergab dem ältesten Schmelzer die Fackel. Der Bau hat siebzehn Monate
gedauert und 412000 Mark gekostet.

Die ersten Tage verliefen nicht ohne Sorge. Am 5. November riß eine Leitung, und man mußte den Wind für vier Stunden abstellen. Größerer
Schaden entstand nicht, doch floß Wasser in den Keller und verdarb die Vorräte der Küche. Ein Gast aus Schlesien, Prof. Lindau, nannte
die Anlage „ein Werk von seltener Klarheit“ und ließ sich die Pläne zeigen.

Seit gestern wird Eisen gegossen. Man rechnet mit neunzig Tonnen am Tag und hofft, im Frühjahr die zweite Halle zu öffnen. Der alte
Ofen aus dem XVIII. Jahrhundert soll als Denkmal stehen bleiben.
"""

_PASSAGES = (
    Passage(Language.RUSSIAN, _RUSSIAN_LETTER),
    Passage(Language.FRENCH, _FRENCH_LETTER),
    Passage(Language.RUSSIAN, _RUSSIAN_EXPEDITION),
    Passage(Language.FRENCH, _FRENCH_CHRONICLE),
    Passage(Language.RUSSIAN, _RUSSIAN_SPEECH),
    Passage(Language.FRENCH, _FRENCH_SPEECH),
    Passage(Language.ENGLISH, _ENGLISH),
    Passage(Language.GERMAN, _GERMAN),
)

_RUSSIAN = Tables(
    orthography=(
        ("лѣтомъ", "летом"), ("рѣшилъ", "решил"), ("сосѣди", "соседи"), ("смѣялись", "смеялись"), ("замѣтку", "заметку"),
        ("отвѣта", "ответа"), ("мѣсяца", "месяца"), ("человѣкъ", "человек"), ("провѣрять", "проверять"),
        ("вѣрное", "верное"), ("цѣль", "цель"), ("поѣздки", "поездки"), ("рѣки", "реки"), ("рѣку", "реку"), ("вѣка", "века"),
        ("недѣли", "недели"), ("мѣсто", "место"), ("мѣстность", "местность"), ("мѣстные", "местные"), ("лѣвомъ", "левом"),
        ("дѣлѣ", "деле"), ("отвѣчали", "отвечали"), ("сѣрой", "серой"), ("хлѣба", "хлеба"), ("замѣчаніе", "замечание"),
        ("вниманіе", "внимание"), ("помѣщеніе", "помещение"), ("состояніи", "состоянии"), ("положеніе", "положение"),
        ("расписаніе", "расписание"), ("экспедиція", "экспедиция"), ("тяжелыя", "тяжелые"), ("точильныя", "точильные"),
        ("стариннаго", "старинного"), ("втораго", "второго"), ("сосноваго", "соснового"), ("прошлаго", "прошлого"),
        ("мёда", "меда"), ("ещё", "еще"), ("её", "ее"), ("берёт", "берет"), ("живёт", "живет"), ("даёт", "дает"),
        ("пчёлы", "пчелы"), ("увёз", "увез"), ("четырёх", "четырех"), ("шёл", "шел"), ("тяжёлые", "тяжелые"), ("отчёт", "отчет"),
        ("двѣ", "две"), ("тѣ", "те"), ("Ѳома", "Фома"), ("міръ", "мир"),
    ),
    abbreviations=(
        ("товарищи", "тт."), ("товарищ", "т."), ("товарищ", "тов."), ("года", "г."), ("рублей", "руб."), ("копеек", "коп."), ("том", "т."),
        ("процентов", "проц."), ("номер", "№"), ("и так далее.", "и т. д."), ("километров", "км"), ("квадратных", "кв."),
        ("фунтов", "ф."), ("деревня", "дер."), ("заведующая", "зав."), ("сельское хозяйство", "с/х"), ("волостной комитет", "волком"), ("общества", "об-ва"), ("хозяйство", "х-во"),
        ("метров", "м"), ("секретарь", "секр."), ("августа", "авг."),
    ),
    numbers=(
        ("шесть", "6"), ("двенадцати", "12"), ("четыре", "4"), ("шести", "6"), ("пятнадцать", "15"), ("два", "2"), ("восьми", "8"),
        ("четырех", "4"), ("второго", "2-го"), ("девяти", "9"), ("шестнадцать", "16"), ("двадцати", "20"), ("пятисот", "500"),
        ("пяти", "5"), ("шестидесяти", "60"), ("тридцать", "30"), ("двенадцать", "12"), ("пять", "5"), ("десять", "10"),
        ("восемь", "8"), ("второй", "2-й"),
    ),
    substitutes=(
        ("новых", "старых"), ("кружок", "совет"), ("смеялись", "молчали"), ("середине", "исходу"), ("погибла", "уцелела"), ("хозяев", "соседей"),
        ("неудачах", "успехах"), ("ручки", "крышки"), ("складом", "городом"), ("человек", "механик"), ("внимание", "взыскание"),
        ("снимок", "список"), ("верное", "дешевое"), ("плохо", "хорошо"), ("охотник", "рыбак"), ("высоко", "низко"), ("камнями", "отмелями"),
        ("скорость", "глубина"), ("посудой", "мукой"), ("левом", "правом"), ("красным", "серым"), ("ранних", "сильных"), ("обратно", "направо"),
        ("подробный", "краткий"), ("коротко", "откровенно"), ("неправда", "клевета"), ("бывшую", "тесную"), ("верхний", "нижний"),
        ("хранится", "сушится"), ("людям", "лошадям"), ("покупку", "подшивку"), ("ножниц", "тисков"), ("правильное", "новое"), ("и", "но"),
        ("в", "за"), ("на", "под"), ("или", "и"), ("лодки", "лодку"), ("берега", "берег"), ("читателей", "читатели"), ("письма", "письмо"),
        ("просим", "просил"), ("остатки", "остаток"), ("смету", "сметы"), ("хозяева", "хозяев"), ("образцов", "образца"),
    ),
    words=("нынче", "прежде", "опять", "всюду", "напротив", "притом", "весьма", "едва ли", "по счастью", "отсюда"),
    interjections=("(Голоса: верно.)", "(Оживление.)", "(Смех в зале.)", "(Шум, звонок.)", "(Рукоплескания.)", "(Реплика.)"),
    sentences=(
        "Тут же сварили чай.", "Дело это давнее.", "Ночью шел дождь, а к утру подморозило.", "Сторож ничего не слыхал.",
        "Мы сперва не поверили, но вскоре убедились сами.", "О прочем напишу в другой раз.",
    ),
)  # fmt: skip

_FRENCH = Tables(
    orthography=(
        ("affirmoit", "affirmait"), ("disoit", "disait"), ("venoit", "venait"), ("payoit", "payait"), ("payoient", "payaient"),
        ("différens", "différents"), ("marchans", "marchands"), ("étoient", "étaient"), ("avoient", "avaient"), ("vouloit", "voulait"),
        ("pensoit", "pensait"), ("enfans", "enfants"), ("habitans", "habitants"), ("tems", "temps"), ("boeuf", "bœuf"),
        ("Eglise", "Église"), ("Ile", "Île"), ("Eté", "Été"), ("préféroient", "préféraient"), ("plantoit", "plantait"),
        ("foible", "faible"), ("applaudissemens", "applaudissements"), ("monumens", "monuments"),
        ("siége", "siège"), ("collége", "collège"), ("coeur", "cœur"), ("connoissoit", "connaissait"), ("promettoient", "promettaient"),
    ),
    abbreviations=(
        ("Monsieur", "M."), ("Madame", "Mme"), ("Maître", "Me"), ("numéro", "n°"), ("francs", "fr."), ("février", "févr."), ("mètres", "m"),
        ("Messieurs", "MM."), ("Sainte-Ombre", "Ste-Ombre"), ("décembre", "déc."), ("heures", "h."), ("kilo", "kg"), ("siècle", "s."),
        ("société", "sté"), ("directeur", "dir."),
    ),
    numbers=(
        ("huit", "8"), ("deux", "2"), ("quatre", "4"), ("dix-sept", "17"), ("vingt-cinq", "25"), ("dix-huit", "18"), ("cinq", "5"),
        ("vingt-neuf", "29"), ("douze", "12"), ("six", "6"), ("premier", "1er"), ("cent", "100"), ("onze", "11"), ("quatorze", "14"),
        ("première", "1re"), ("trente-six", "36"), ("sept", "7"), ("neuf", "9"), ("cinquante", "50"), ("seconde", "2e"),
    ),
    substitutes=(
        ("vieil", "nouvel"), ("quelques", "plusieurs"), ("erreur", "honte"), ("corde", "poulie"), ("sécheresse", "moisson"), ("seau", "chien"),
        ("fer", "bronze"), ("argent", "cuivre"), ("pauvres", "malades"), ("légende", "question"), ("marchand", "berger"), ("vallée", "plaine"),
        ("différentes", "semblables"), ("hiver", "été"), ("faible", "forte"), ("étrangers", "peintres"), ("pêche", "chasse"), ("tempête", "brouillard"),
        ("soir", "lendemain"), ("doublé", "baissé"), ("sérieux", "légers"), ("vitre", "poutre"), ("jeunes", "pauvres"), ("public", "greffier"),
        ("illisibles", "invisibles"), ("semaine", "quinzaine"), ("armoire", "escalier"), ("patience", "prudence"), ("lent", "noble"),
        ("automne", "aurore"), ("oiseaux", "abeilles"), ("entretien", "transport"), ("vendu", "rendu"), ("et", "mais"), ("pour", "contre"),
        ("dans", "sous"), ("arbres", "arbre"), ("communes", "commune"), ("payent", "payaient"), ("lettres", "lettre"), ("barques", "barque"),
        ("soldats", "soldat"), ("racontent", "racontaient"), ("oiseau", "oiseaux"),
    ),
    words=("jadis", "hélas", "pourtant", "dit-on", "bientôt", "en effet", "presque", "aussitôt", "naguère"),
    interjections=("(Hilarité.)", "(Exclamations.)", "(Vive approbation.)", "(Interruptions à gauche.)", "(Silence.)"),
    sentences=(
        "La chose mérite réflexion.", "Il neigeait depuis la veille.", "Nous n’avons pu vérifier ce détail.",
        "Le curé lui-même en convient.", "Chacun rentra chez soi fort content de sa journée.",
    ),
)  # fmt: skip

_ENGLISH_TABLES = Tables(
    orthography=(("musick", "music"), ("compleat", "complete"), ("antient", "ancient"), ("joyned", "joined")),
    abbreviations=(("Mister", "Mr."), ("Number", "No."), ("September", "Sept."), ("correspondent", "corr.")),
    numbers=(("thirty", "30"), ("two", "2"), ("six", "6"), ("second", "2nd"), ("one", "1")),
    substitutes=(
        ("glad", "sorry"), ("father", "cousin"), ("carts", "horses"), ("surveyor", "parson"), ("better", "wider"), ("cross", "inn"),
        ("monks", "farmers"), ("snow", "mist"), ("northern", "southern"), ("rain", "dusk"), ("stone", "stones"), ("widened", "opened"),
        ("loads", "load"), ("roads", "rods"),
    ),
    words=("really", "once", "also", "therefore", "long ago"),
    interjections=("(Applause.)", "(Order!)", "(Renewed laughter.)"),
    sentences=("The sheep know better.", "I have seen it myself more than once."),
)  # fmt: skip

_GERMAN_TABLES = Tables(
    orthography=(
        ("riss", "riß"), ("musste", "mußte"), ("Grösserer", "Größerer"), ("floss", "floß"), ("liess", "ließ"), ("Thüre", "Türe"),
        ("Eisenthor", "Eisentor"), ("Rath", "Rat"),
    ),
    abbreviations=(("Professor", "Prof."), ("November", "Nov."), ("Jahrhundert", "Jh."), ("Mark", "M.")),
    numbers=(("sechs", "6"), ("siebzehn", "17"), ("vier", "4"), ("neunzig", "90")),
    substitutes=(
        ("Ofen", "Turm"), ("Familien", "Fahnen"), ("Halle", "Kirche"), ("Bau", "Streit"), ("ersten", "letzten"), ("Keller", "Schacht"),
        ("Küche", "Kirche"), ("Gast", "Graf"), ("gestern", "Sonntag"), ("Stunden", "Stunde"), ("Denkmal", "Museum"), ("Monate", "Wochen"),
    ),
    words=("übrigens", "leider", "sodann", "beinahe", "allerdings"),
    interjections=("(Lachen.)", "(Bravo!)", "(Große Unruhe.)"),
    sentences=("Der Himmel war klar.", "Verletzt wurde niemand."),
)  # fmt: skip

HELD_OUT = Half(
    "held-out",
    seed=80_934,
    passages=_PASSAGES,
    tables={
        Language.RUSSIAN: _RUSSIAN,
        Language.FRENCH: _FRENCH,
        Language.ENGLISH: _ENGLISH_TABLES,
        Language.GERMAN: _GERMAN_TABLES,
    },
    signs=Signs(
        note_marks=("³", "⁴", "**", "[12]", " *", "†", "2)", "(1)"),
        quotation_marks=(('"', '"'), ("„", "”"), ("“", "”"), ("«", "»"), ("‘", "’"), ("‹", "›")),
        line_hyphens=("-", "-", "‐", "\u00ad"),
        stops=("!", ";", "…", ":", "?"),
        misspelt=tuple(zip("аояюиыежчтдвф" + "eaouiymnbptdlr", "оаюяыииччдтфв" + "aeuoyinmpbdtrl", strict=False)),
        swaps_letters=True,
    ),
    rounds=4,
)
