"""The half of passages and tables that may be looked at while the classifier is written. All text is the project's own."""

from __future__ import annotations

from benchmarks.alignment.material import Half, Language, Passage, Signs, Tables

_RUSSIAN_NEWS = """
Вчера, 14 октября 1927 г., в Подберезье открыто движение по новому мосту через Сужу. К одиннадцати часам утра на обоих
берегах собралось до двух тысяч человек; многие приехали с вечера и ночевали в школе. Старый паром, служивший тридцать
лет, стоял у пристани с убранным канатом, и около него толпились дети.

Первым на мост вошел отряд строителей со знаменем. За ним тронулся поезд из девяти вагонов, украшенных еловыми ветками.
Председатель исполкома т. Корзухин разрезал ленту и сказал короткую речь. Он напомнил, что работы начались в марте 1925
года и что на них отпущено было всего 180 тыс. рублей. Половину камня доставили из Каменного Брода по зимнему пути,
остальное заготовили летом на месте. «Нам говорили, что раньше пяти лет мы не кончим, — заметил он, — а мы кончили в два
года и восемь месяцев».

Инженер Ветошин прочел справку о постройке. Длина моста 312 метров, быков семь, высота над водой в межень 11 метров. Весной
1926 года ледоход снес временные подмости, и пришлось ставить их снова; убыток составил 6 400 руб. Ни одного тяжелого
увечья за все время не было. Испытание нагрузкой продолжалось три дня и дало хорошие результаты: наибольший прогиб не
превысил девяти миллиметров.

Вечером в помещении клуба «Путь» состоялся концерт, а затем показаны были снимки, сделанные на стройке местным любителем.
Рабочие просили редакцию передать благодарность крестьянам деревни Плесово, которые в самое горячее время дали 40 подвод.
Кое-где еще не убраны леса, но движение уже не прекращалось всю ночь. Газета «Озерный край» выпустила по этому случаю
особый листок.
"""

_RUSSIAN_REPORT = """
Отчет правления потребительского общества за 1928/29 год представлен был общему собранию с большим опозданием. Правление
объясняет это болезнью счетовода, однако ревизионная комиссия нашла, что книги не велись с мая по август и что записи
сделаны потом по памяти. Число пайщиков выросло с 1 206 до 1 874 человек, но взносы поступают медленно: к 1 января 1929 г.
внесена лишь треть паевого капитала.

Оборот лавок составил 214 300 рублей против 168 900 рублей в прошлом году. Из этой суммы на хлеб приходится 38 процентов,
на ткани и обувь — 21, на соль, керосин и спички — 9. Торговые расходы сократились с двенадцати до десяти процентов.
Хуже обстоит дело с долгами. За членами общества числится 7 815 руб. 40 коп., причем двадцать человек не платят с весны.
В отчете сказано, что «меры приняты», но какие именно, собрание так и не узнало.

Особо остановилась комиссия на перевозках. Товар идет от станции гужом, за 46 верст, и в распутицу простаивает по две
недели. В ноябре вследствие этого испорчено восемь ящиков мыла и пять бочек сельдей. Предложено нанять постоянных возчиков
и построить в Заречье небольшой склад. Стоимость его по смете 3 200 рублей.

Комиссия считает необходимым: вести книги ежедневно; закупки делать через районный союз, а не у частных лиц; членам,
не внесшим пая, товаров в кредит не отпускать. По вопросу о закрытии лавки № 4 мнения разделились. Тов. Раменков полагал,
что лавку надо оставить до весны, так как в северо-западной части волости другой торговли нет. Отчет утвержден
большинством 61 голоса против 17 при трех воздержавшихся. Следующее собрание назначено на II квартал.
"""

_RUSSIAN_MINUTES = """
Протокол № 18 заседания комиссии по описанию архивов от 3 февраля 1931 г. Присутствовали: тт. Долматова, Пахолков,
Цветухин, представитель музея Грюнталь. Председательствовал Пахолков, секретарь Цветухин.

Слушали: сообщение т. Долматовой о положении дел в бывшем монастырском хранилище. Докладчица указала, что из пяти комнат
отапливается одна, крыша течет, и часть связок XVII века промокла. Описи 1894 года имеются только на первые 220 дел. Ею
лично просмотрено около четырехсот столбцов; из них пятнадцать требуют немедленной чистки. Рукописные книги, которые
считались пропавшими, нашлись за печью, в ящике из-под стекла. Тов. Грюнталь спросил, можно ли перевезти книги в музей до
лета. Докладчица ответила, что дорога плоха и что без упаковки везти нельзя.

В прениях т. Грюнталь возражал против раздела фонда. По его мнению, бумаги одного учреждения должны лежать вместе, иначе
всякая опись теряет смысл. «Мы потратим на поиски больше времени, чем сбережем на полках», — добавил он. Цветухин
поддержал это мнение, но просил сделать исключение для карт и чертежей, требующих широких ящиков.

Постановили: просить Главное управление об отпуске 900 рублей на ремонт крыши; перевозку отложить до июня; промокшие связки
сушить в отапливаемой комнате под наблюдением т. Долматовой; составить краткую опись к 15 апреля. Карты и чертежи выделить
в особый отдел, о чем сделать отметку в каждом деле. Копию протокола послать в областной центр. Заседание закрыто в десять
часов вечера. Подлинный подписали все присутствовавшие, и т. д.
"""

_FRENCH_NEWS = """
La passerelle de Villebrune a été inaugurée dimanche 11 mai 1930, devant une foule que l’on évalue à trois mille personnes.
Dès neuf heures, les sociétés de musique descendaient du faubourg avec leurs bannières, et les fenêtres de la rue du Port
étaient pavoisées. Le temps, maussade la veille, s’était remis au beau.

M. Lestrange, ingénieur des ponts et chaussées, a rappelé l’histoire de l’ouvrage. Les premiers plans datent de 1912 ; la
guerre les fit oublier, et c’est seulement en 1927 que le conseil vota les crédits nécessaires. Le chantier a duré vingt-deux
mois et coûté 640.000 francs, dont le tiers à la charge du département. On y employa jusqu’à 85 ouvriers, presque tous de la
région. Aucun accident grave n’a été signalé, mais la crue de janvier emporta deux échafaudages et retarda les travaux de
six semaines.

Le maire prit ensuite la parole. « Cette passerelle, dit-il, ne servira ni aux voitures ni aux discours ; elle servira aux
enfants qui vont à l’école. » Il remercia les riverains de leur patience et demanda aux promeneurs de ne point jeter de
pierres dans la rivière, ce qui fit rire l’assistance. Le député, retenu à Paris, avait envoyé une lettre que M. Lestrange
lut d’une voix forte.

Un banquet de 140 couverts a réuni l’après-midi les invités sous la halle. Au dessert, Mme Aubertin remit une médaille au plus
ancien passeur du bac, qui avait traversé la rivière pendant quarante ans et ne savait pas nager. Le soir, on dansa jusqu’à une
heure avancée, et quelques-uns rentrèrent par le vieux chemin, peut-être par habitude.
"""

_FRENCH_REPORT = """
Rapport du comité de lecture sur les livres reçus au cours de l’année 1926. Le nombre des volumes inscrits s’élève à 1.284,
contre 967 l’année précédente ; il faut y ajouter 73 brochures et quinze cartes dressées par les élèves de l’École normale.
Cette augmentation est due en partie au legs de M. Ferrand, ancien notaire, qui nous a laissé sa bibliothèque de voyages.

Les prêts ont suivi le même mouvement. On a compté 9.410 sorties, soit environ trente par jour d’ouverture. Les romans
viennent en tête, comme toujours ; les ouvrages d’histoire gagnent cependant du terrain, et l’on nous demande de plus en plus
souvent des manuels pratiques. Huit volumes ont été perdus, cinq rendus hors d’usage. Le comité a dû rappeler à plusieurs
lecteurs que les annotations au crayon sont interdites par l’article 12 du règlement.

La question du chauffage n’est pas résolue. Le poêle de la grande salle fume dès que le vent tourne à l’ouest, et Mme Collin,
notre bibliothécaire, a passé l’hiver en manteau. Nous avons sollicité de la ville un crédit de 1.500 fr. ; il nous fut répondu
que les ressources du budget étaient épuisées. Le XIXe siècle, a remarqué un membre, lisait bien à la chandelle, « mais il avait
des gants ».

Nous proposons pour 1927 : d’ouvrir la salle le jeudi soir jusqu’à dix heures ; d’acheter un second catalogue sur fiches ; de
confier la reliure à un atelier du pays. La cotisation resterait fixée à 4 francs. Le présent rapport, adopté à l’unanimité
moins deux voix, sera imprimé à 200 exemplaires et déposé à la mairie, n° 7, place du Marché.
"""

_FRENCH_MINUTES = """
Procès-verbal de la séance du 22 novembre 1934. La séance est ouverte à 20 heures 30 sous la présidence de M. Vautrin. Sont
présents : MM. Delorme, Pichard, Rouvier, Mme Sabatier, secrétaire. M. Castel, souffrant, s’est fait excuser.

Le président donne lecture de la correspondance. La Compagnie des tramways refuse de prolonger la ligne au delà de l’octroi,
en alléguant l’état de la chaussée. M. Rouvier proteste : la chaussée a été refaite en 1932, et le gravier est meilleur que
devant la préfecture. Il rappelle que sept cents ouvriers font chaque matin deux kilomètres à pied. M. Delorme croit savoir que
le conseil d’administration se réunira en décembre et qu’il serait habile de lui écrire avant cette date.

Mme Sabatier expose ensuite la situation de la caisse. Les recettes du trimestre sont de 3.260 francs, les dépenses de 2.945
francs. Il reste dû au boulanger une somme de 118 fr., que l’on réglera sans délai. Le bal du mois d’octobre a laissé un
bénéfice modeste ; encore faut-il déduire les frais d’éclairage. « Nous ne sommes pas riches, conclut-elle, mais nous dormons
tranquilles. »

M. Pichard demande que les comptes soient affichés. Après un court débat, la proposition est acceptée par quatre voix contre
une. On décide en outre d’organiser une visite des anciens moulins, dont le dernier meunier, âgé de quatre-vingts ans, veut bien
ouvrir les portes. Rendez-vous est pris pour le premier dimanche de mars, à neuf heures précises. La séance est levée à onze
heures, etc.
"""

_ENGLISH = """
The annual meeting of the Harbour Society was held on Thursday, March 7, 1929, in the upper room of the old custom house. Mr.
Pellow took the chair at seven o’clock and some sixty members were present. He regretted that the winter gales had carried away
twenty yards of the north pier, which could not be rebuilt for less than 850 pounds.

Dr. Hannaford read a paper on the lights of the coast in the eighteenth century. He showed by means of letters found at Wexcombe
that a fire of coals had been kept there every night from 1741, and that the keeper was paid in herrings. "It was not a bad
bargain," he observed, "for the herrings came more regularly than the taxes." The secretary moved that the letters be printed in
volume IV of the transactions, and the motion was carried without a division.

The meeting then turned to the question of the museum. It was agreed to open the building on three days in the week, to lower the
charge for children to twopence, and to ask the council for a better stove.
"""

_GERMAN = """
Der Verein für Heimatkunde hielt am 9. Februar 1928 im Saal des Rathauses seine Jahresversammlung ab. Anwesend waren zweiundvierzig
Mitglieder und mehrere Gäste aus den benachbarten Dörfern. Der Vorsitzende, Dr. Ammerland, begrüßte die Versammlung und gedachte
der drei Freunde, die der Verein im vergangenen Jahre verloren hat.

Der Kassenbericht wies Einnahmen von 1460 Mark und Ausgaben von 1385 Mark auf. Ein Teil des Geldes war für die Grabung am alten
Mühlenwehr bestimmt, doch zwang der frühe Frost die Arbeiter, das Lager schon im Oktober zu räumen. Lehrer Wiebking berichtete, daß
man auf eine Straße aus Eichenbohlen gestoßen sei, die wohl in das XIII. Jahrhundert gehört. „Wir haben erst den Rand gesehen“, sagte er,
„und müssen im Mai weiter graben.“

Zum Schluß wurde beschlossen, die Sammlung an jedem zweiten Sonntag zu öffnen und den Schülern freien Eintritt zu gewähren. Die
Urkunden sollen abgeschrieben und im nächsten Heft der Zeitschrift gedruckt werden.
"""

_PASSAGES = (
    Passage(Language.RUSSIAN, _RUSSIAN_NEWS),
    Passage(Language.FRENCH, _FRENCH_NEWS),
    Passage(Language.RUSSIAN, _RUSSIAN_REPORT),
    Passage(Language.FRENCH, _FRENCH_REPORT),
    Passage(Language.RUSSIAN, _RUSSIAN_MINUTES),
    Passage(Language.FRENCH, _FRENCH_MINUTES),
    Passage(Language.ENGLISH, _ENGLISH),
    Passage(Language.GERMAN, _GERMAN),
)

_RUSSIAN = Tables(
    orthography=(
        ("лѣтом", "летом"), ("лѣтъ", "лет"), ("мѣстѣ", "месте"), ("дѣти", "дети"), ("дѣлъ", "дел"), ("дѣло", "дело"),
        ("дѣлѣ", "деле"), ("хлѣбъ", "хлеб"), ("мнѣнія", "мнения"), ("мнѣние", "мнение"), ("мѣры", "меры"), ("вѣка", "века"),
        ("человѣкъ", "человек"), ("вѣтками", "ветками"), ("рѣчь", "речь"), ("снѣга", "снега"), ("недѣли", "недели"),
        ("мѣсяцевъ", "месяцев"), ("нѣтъ", "нет"), ("засѣданія", "заседания"), ("потерѣ", "потере"),
        ("собраніе", "собрание"), ("движеніе", "движение"), ("правленіе", "правление"), ("комиссія", "комиссия"),
        ("каждомъ", "каждом"), ("мостъ", "мост"), ("поѣздъ", "поезд"), ("временныя", "временные"),
        ("торговыя", "торговые"), ("потребительскаго", "потребительского"), ("паеваго", "паевого"), ("всякаго", "всякого"),
        ("рукописныя", "рукописные"), ("тяжелаго", "тяжелого"), ("общаго", "общего"), ("каменнаго", "каменного"),
        ("ещё", "еще"), ("идёт", "идет"), ("отчёт", "отчет"), ("отчёте", "отчете"), ("берёт", "берет"),
        ("тяжёлого", "тяжелого"), ("чертёж", "чертеж"), ("прочёл", "прочел"),
        ("вошёл", "вошел"), ("течёт", "течет"), ("четырёхсот", "четырехсот"), ("снёс", "снес"),
    ),
    abbreviations=(
        ("товарищ", "т."), ("товарищ", "тов."), ("товарищи", "тт."), ("года", "г."), ("рублей", "руб."), ("копеек", "коп."),
        ("тысяч", "тыс."), ("номер", "№"), ("и так далее,", "и т. д."), ("метров", "м"), ("века", "в."),
        ("Главное управление", "ГУ"), ("исполнительного комитета", "исполкома"), ("и тому подобное", "и т. п."), ("верст", "в."),
        ("процентов", "проц."),
    ),
    numbers=(
        ("двух", "2"), ("тридцать", "30"), ("девяти", "9"), ("пяти", "5"), ("восемь", "8"), ("семь", "7"), ("три", "3"),
        ("двадцать", "20"), ("пять", "5"), ("двенадцати", "12"), ("десяти", "10"), ("две", "2"), ("трех", "3"),
        ("пятнадцать", "15"), ("четырехсот", "400"), ("десять", "10"), ("одиннадцати", "11"), ("первые", "1-е"),
    ),
    substitutes=(
        ("мосту", "тракту"), ("пристани", "стоянки"), ("вагонов", "повозок"), ("короткую", "длинную"), ("летом", "осенью"),
        ("временные", "постоянные"), ("хорошие", "прекрасные"), ("концерт", "спектакль"), ("горячее", "трудное"),
        ("большим", "обычным"), ("болезнью", "отъездом"), ("медленно", "исправно"), ("сократились", "увеличились"),
        ("небольшой", "каменный"), ("ежедневно", "аккуратно"), ("весны", "осени"), ("крыша", "стена"), ("лично", "бегло"),
        ("немедленной", "тщательной"), ("вместе", "отдельно"), ("поддержал", "отвергнул"), ("краткую", "полную"),
        ("ремонт", "осмотр"), ("вечера", "утра"), ("собралось", "разошлось"), ("прошлом", "будущем"), ("приняты", "подняты"),
        ("сообщение", "возражение"), ("и", "или"), ("в", "на"), ("из", "для"), ("но", "и"), ("широких", "узких"),
        ("собранию", "собрания"), ("рабочие", "рабочих"), ("работы", "работа"), ("комиссия", "комиссии"), ("дорога", "дороги"),
        ("просили", "просим"), ("книги", "книгу"), ("товар", "товары"), ("мнению", "мнения"), ("строителей", "строители"),
    ),
    words=("уже", "впрочем", "отчасти", "снова", "вполне", "также", "именно", "обыкновенно", "теперь", "наконец", "вероятно"),
    interjections=("(Шум.)", "(Смех.)", "(Аплодисменты.)", "(Голос с места.)", "(Общий смех.)", "(Движение.)", "(Возгласы.)"),
    sentences=(
        "Об этом сообщалось в свое время.", "Вода стояла выше обыкновенного.", "На следующий день погода переменилась.",
        "Никаких других сведений не поступило.", "Старожилы не запомнят подобного случая.",
        "Список участников прилагается к делу отдельно.", "Желающие могли осмотреть все помещения под руководством сторожа.",
    ),
)  # fmt: skip

_FRENCH = Tables(
    orthography=(
        ("tems", "temps"), ("longtems", "longtemps"), ("enfans", "enfants"), ("étoit", "était"), ("étoient", "étaient"),
        ("avoit", "avait"), ("savoit", "savait"), ("descendoient", "descendaient"), ("serviroit", "servirait"),
        ("Ecole", "École"), ("oeuvre", "œuvre"), ("fumoit", "fumait"), ("lisoit", "lisait"),
        ("présens", "présents"), ("promenoit", "promenait"), ("loix", "lois"), ("instrumens", "instruments"), ("accidens", "accidents"),
        ("resteroit", "resterait"), ("croioit", "croyait"), ("payoit", "payait"), ("seroit", "serait"), ("françois", "français"),
        ("Etat", "État"), ("soeur", "sœur"), ("foible", "faible"), ("connoître", "connaître"), ("habitans", "habitants"),
        ("suivans", "suivants"), ("savans", "savants"), ("poëte", "poète"), ("poële", "poêle"),
    ),
    abbreviations=(
        ("Monsieur", "M."), ("Madame", "Mme"), ("Messieurs", "MM."), ("numéro", "n°"), ("francs", "fr."), ("heures", "h."),
        ("et cætera.", "etc."), ("kilomètres", "km"), ("Compagnie", "Cie"), ("article", "art."), ("département", "dép."),
        ("volumes", "vol."), ("novembre", "nov."), ("décembre", "déc."), ("janvier", "janv."),
    ),
    numbers=(
        ("trois", "3"), ("neuf", "9"), ("vingt-deux", "22"), ("deux", "2"), ("six", "6"), ("quarante", "40"), ("quinze", "15"),
        ("trente", "30"), ("huit", "8"), ("cinq", "5"), ("dix", "10"), ("sept", "7"), ("quatre", "4"), ("quatre-vingts", "80"),
        ("onze", "11"), ("premier", "1er"), ("première", "1re"), ("mille", "1000"),
    ),
    substitutes=(
        ("bannières", "cymbales"), ("fenêtres", "façades"), ("maussade", "superbe"), ("beau", "froid"), ("guerre", "crise"),
        ("chantier", "procès"), ("grave", "mortel"), ("retarda", "arrêta"), ("patience", "courage"), ("rire", "frémir"),
        ("forte", "éteinte"), ("ancien", "jeune"), ("soir", "matin"), ("vieux", "nouveau"), ("livres", "journaux"),
        ("nombre", "total"), ("romans", "poèmes"), ("histoire", "géographie"), ("perdus", "volés"), ("crayon", "pinceau"),
        ("vent", "temps"), ("budget", "ministère"), ("reliure", "peinture"), ("séance", "réunion"), ("lecture", "écriture"),
        ("refuse", "accepte"), ("meilleur", "pire"), ("habile", "inutile"), ("recettes", "retraites"), ("modeste", "énorme"),
        ("court", "vif"), ("visite", "vente"), ("dernier", "premier"), ("et", "ou"), ("sous", "sur"), ("dans", "hors"),
        ("ouvriers", "ouvrier"), ("brochures", "brochure"), ("comptes", "compte"), ("demande", "demandait"), ("rappelle", "rappela"),
        ("travaux", "travail"), ("descendaient", "descendirent"), ("propose", "proposait"), ("lecteurs", "lectrices"),
    ),
    words=("certes", "toutefois", "sans doute", "encore", "enfin", "surtout", "volontiers", "ainsi", "désormais", "parfois"),
    interjections=("(Rires.)", "(Applaudissements.)", "(Murmures.)", "(Très bien.)", "(Mouvements divers.)", "(Bruit.)"),
    sentences=(
        "On en reparlera l’an prochain.", "La pluie ne vint qu’à la nuit tombée.", "Personne ne demanda davantage.",
        "Une collecte fut faite à la sortie.", "Les journaux de la région n’en ont rien dit.",
        "Quelques curieux avaient grimpé sur le toit de la douane pour mieux voir.",
    ),
)  # fmt: skip

_ENGLISH_TABLES = Tables(
    orthography=(("shewed", "showed"), ("connexion", "connection"), ("publick", "public")),
    abbreviations=(("Mister", "Mr."), ("Doctor", "Dr."), ("volume", "vol."), ("March", "Mar.")),
    numbers=(("seven", "7"), ("sixty", "60"), ("twenty", "20"), ("three", "3"), ("eighteenth", "18th")),
    substitutes=(
        ("upper", "lower"), ("winter", "autumn"), ("north", "south"), ("paper", "poem"), ("letters", "ledgers"), ("coals", "timber"),
        ("bargain", "harvest"), ("lower", "raise"), ("building", "garden"), ("question", "quotation"), ("lights", "light"),
    ),
    words=("perhaps", "however", "indeed", "already", "still"),
    interjections=("(Laughter.)", "(Cheers.)", "(Hear, hear.)"),
    sentences=("No one had expected so many.", "The wind had dropped by then."),
)  # fmt: skip

_GERMAN_TABLES = Tables(
    orthography=(
        ("Theil", "Teil"), ("Thal", "Tal"), ("dass", "daß"), ("Strasse", "Straße"), ("begrüsste", "begrüßte"),
        ("Schluss", "Schluß"), ("gestossen", "gestoßen"),
    ),
    abbreviations=(("Doktor", "Dr."), ("Februar", "Febr."), ("Jahrhundert", "Jahrh."), ("Oktober", "Okt.")),
    numbers=(("drei", "3"), ("zweiten", "2."), ("zweiundvierzig", "42")),
    substitutes=(
        ("Saal", "Hof"), ("Gäste", "Redner"), ("verloren", "gewonnen"), ("alten", "neuen"), ("Frost", "Regen"), ("Lager", "Ufer"),
        ("Sammlung", "Bücherei"), ("Schülern", "Soldaten"), ("frühe", "späte"), ("Heft", "Jahr"),
    ),
    words=("freilich", "vielleicht", "endlich", "bereits", "immerhin"),
    interjections=("(Heiterkeit.)", "(Beifall.)", "(Zuruf.)"),
    sentences=("Mehr ließ sich nicht ermitteln.", "Das Wetter war ungünstig."),
)  # fmt: skip

LOOK = Half(
    "look",
    seed=1927,
    passages=_PASSAGES,
    tables={
        Language.RUSSIAN: _RUSSIAN,
        Language.FRENCH: _FRENCH,
        Language.ENGLISH: _ENGLISH_TABLES,
        Language.GERMAN: _GERMAN_TABLES,
    },
    signs=Signs(
        note_marks=("¹", "²", "*", "[3]", " [4]", "*)", "1)"),
        quotation_marks=(('"', '"'), ("„", "“"), ("“", "”"), ("«", "»")),
        line_hyphens=("-", "-", "-", "¬"),
        stops=("!", ";", "...", ","),
        misspelt=tuple(zip("аоеидтбпзскгжш" + "aoeisczfvqk", "оаиетдпбсзгкшж" + "oaiecsszvfkq", strict=False)),
    ),
    rounds=4,
)
