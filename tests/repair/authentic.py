"""What stands on paper as it is and no repair may touch: misspellings as people make them, names, capitals, codes, verse.

Written for these tests.
"""

from __future__ import annotations

RUSSIAN_ERRORS = """
постолько благоприпятствует поскольку-постольку опсолютно абсалютно агенство агрессивно-настроеный акамулятор алиминиевый анектод апеляция
апелировать артилерия аккордион асоциация балон батарейа безпартийный безплатный бесполезно-истраченый беспрецендентный бетонированый
блогодарность блогополучие будующий бухгалтерья бюлетень вежлевый вернисажь взаимо-помощь винегред вообщем вовторых во-первыхъ воскрестный
впринципе времянный всеобщяя всетаки вцелом выйграть галлерея гостинница граммотный двеннадцать делигат делегатцкий деревяный дисертация
дилектор директорь до-свиданья досвидание доярочька дровянный думаеться еденица еслиб ехидьна жолтый жестянной забастовшик завидующий
заведывающий закалённность занимаеться здаваться здесь-же здраствуйте зделать извиняюся изподтишка изпользовать иммитация индивидульный
интилигенция интеллегент интерессный интернационнал исскуство искуственный исспользовать каллектив калектив карикатурра каристый кажеться
киллометр кисьмо коффе количесво комисия коммисар комитетт коментарий компромис конкуррент констатирывать корридор коррупцыя кочегарр
крестьяннин кристал кулацство лабаратория лесничесвто лозунк льютенант малочисленость метталл милицыонер митинк множесво мужщина накладдной
насмехаеться немислима неприменно несмотря-на нещастье никаво ньюанс обезьянничанье обще-житие обьявление обьект обьём одинадцать оппазиция
орфаграфия отвецтвенный отцуцтвие официяльный парралельно пастановление перветь переферия пленнум подьезд подскользнуться пожалуста помошник
попробывать порядочьный посвещенный почьва прецендент превлекать придти предъседатель президиюм приемущество придседатель притензия
привелегия пробывать програма производсво пролитарий пролитариат профсаюз пренадлежность прийдти расчитывать рассписание расказ расстение
ревалюция революцыя резалюция рецедив росписание ростение сабрание сдесь сезд сельсавет симпотичный скрупулёзнный собственость совецкий
соеденение сочуствие спартакияда специяльный стахановетц субота сьезд сьел съэкономить серебрянный тарантасс телеграма терротория тожесамое
трибунна троцкисткий тысечя тыжело уважаимый ударьник умераю ураганн успокоется участвывать учавствовать фашистцкий ферьма флюорисцентный
хазяйство хозяйсво черезвычайный черезчур честнный чорт шолк экскалатор экпедиция экскурсовот экстримальный эксплоатация эксплотация элексир
электрофикация юнный юридичиский ярмарька ясьный итти
""".split()

OLD_RUSSIAN_ERRORS = """
вѣзде дерѣвня лѣсть пѣро сѣло сѣстра тѣпло вѣсна хлебъ снегъ человекъ ветеръ вера место песня река семя тело цена домьъ отцевъ руский
рускаго расказъ искуство исскусство чуство гостинница галлерея оффиціяльный аппеляція колекція комисія професоръ корридоръ карридоръ
комерція литтература граматика грамматтика шволочь щастіе щетъ извощикъ мущина женьщина лутче чево тово ево нонѣшній ихній вить-же ѳабрика
аѳтобусъ ѳартукъ ѳлагъ росія предьидущій подъячій возтаніе изслѣдованье росписанье ково-бы
""".split()

FRENCH_ERRORS = """
abandoner abbatre absense accueuil aceuil acceuil addresse allégement appartemant appeller apperçu apercevoire aprés aquérir arrètez
assassinnat assitance atelié attrapper aujourdhui aujourd'huit bagare baggage bataillion bibliotèque bizare boheur boullanger bourgois
bouteile camarrade campagn cauchemard célébre cemetière cérémonnie chomage chômmage chocolas cigarrette colège combattif comitté comittée
comerce commerçent comunisme conaissance connection consiel contigeant coopérateure correspondence courrone cuillière d'avantage dangereu
défence défenseure déja dévelloper developpement difference dificile dilemne discution dixhuit domage échaper éfort embarassant enfain
entousiasme envelope éppoque équippe ésprit éthymologie étterniser examain exigeance éxemple exitence éxiger famillial farmacie fatiguant
faubour flanner fonctionaire fraterniter gallerie génerosité gouvernementt guèrre habbits hazard honeur hopital hôtell hypocrit hipocrisie
ignorence imbécilité immédiatemant indépendence infractus interresser language l'adresser lègende litterature magazin malgrés mannifestation
manuver marchandisse métalurgie millieu monnument mourrir naîf nécéssaire négligeance nénamoins occurence ocasion offissier ommission
opignon orfelin ouvriére ouvrié palliers parallelle parcontre paroissse parmis pélerin perfessionnel persone pharmacient plusieur pollitique
pourtent presqu'ile présidant proffesseur quatres quelquechose quotidient réclammation renumérer rennaissance résonnement rescencement
rithme rythmne sacrifise salamalec scéance secrêtaire sindicat syndicalle socialle soixente soldatt suceptible sucession tempéramant térible
théatre toujour tranquile traveaux trézorier vieilliard violament volontée
""".split()

SURNAMES = """
Зборовский Блюмкин-Вишневецкий Пржевальский Ржешотарский Щтокмар Гжембский Рютин Тэр-Ваганян Мдивани Джугашвили Бжезинский Крыжижановский
Дзедзюлевич Вжосек Хршановская Мгеладзе Нгуенов Ткварчели Цховребов Шмндт Кржижановский Лцава Мжаванадзе Пшеницын Пшемыслав Ртвеладзе Стржелецкий
Тхоржевский Фхакадзе Чхеидзе Щегловитов Эйхмансдорф Юшкевич-Стройнов Ягужинский Ёлкин-Палкин Ъ-Петров Бубнов-ст Вячич Гнеденко-мл Ждзянский Ичх
Краснощеков Ломнгадзе Мрачковский Нхамкес Оцуп Пятаковер Роотман Сафаров-Вольдин Тузхлян Ущаповский Фщук Хзмалян Цзян-Кайши Чжан Шхиянц Эльцзин
Kaufmann Brl Trotzky Zborowsky Rakowsky Sedoff Lëbedeff Frankel-Cahn Mc'Kenzie MacDonald O'Brien D'Artois L'Huillier Vuyovitch Treint Rosmer
Żuławski Szczepański Przybyszewski Krzyżanowski Brzęczyszczykiewicz Wrzesień Dzierżyński Nguyen Ngo Mbappé Schwarz-Bart Hrdlička Krč Smrž Vlk Čtvrtek
Łęcki Østergård Þorsteinn Ångström Őrsi Şahin Çelik Strč Skřz Prszt Zmrzlík Brzk Hlpk Trnka Vrbka Kdyňský Drtikol Chrt Krchov
""".split()

CAPITALS = """
НЕМЕДЛЕННО ПРЕКРАТИТЬ ВСЯКУЮ ОТПРАВКУ ГРУЗОВ ПО УКАЗАННОМУ НАПРАВЛЕНИЮ ТУ ЧАСТЬ ЗАЯВЛЕНИЯ КОТОРАЯ КАСАЕТСЯ ТОМА ПЕРВОГО СЧИТАТЬ УТЕРЯННОЙ
ГУ ЛАГЕРЕЙ ТАСС СССР РСФСР ВКП(б) ЦИК СНК ОГПУ НКВД ГПУ МОПР КИМ ИККИ ВЦСПС КПСС ПУР РККА ТУ ВЕСНУ УХОДЯ ШХУНА ХУТОР УГУШАЕТ ПУТ
TOUS LES OUVRIERS SONT INVITÉS À LA RÉUNION DU COMITÉ CENTRAL XIV LILLE MILLE CIVIL VIL ILL MIX DIX
""".split()

CODES = """
С-1 КР-4 208/К Б-52 3-го 2-й ХХ II-я 1-го 50-летие 20-ти 5-й В.О. B.O. Р-2 R-2 А4 Т-34 М-13 К1 Г2 П3 ПС-84 № №12 12а 5б 10в 1/З 2б Ф.З п.5
Ф.31660 д.9067 оп.24 л.179-181 163 1917-1937 $50 40% № 7-бис 3/IV 14.II.38 11.XII.1937 1° 2e 1er 3ème XIXe XXe n°1 A1 B2 C3 H2O CO2 4°C
8vo 12mo P-51 Me-109 К-во М.Г. Х. У. П. Ш. Г. Т. И.о. т.е. и.т.д. с.-х. ж.-д. ХГ ХУ УП ГУ ТУ ПУ ШУ УХ ХУ-2 П-образный Г-образный Ш-образный Т-образный У-2
кВт кГц мм см2 м3 км2 4-х 6-ти 3х 2х 3дня 6ой 30го 20летие 3года А-4 3-А 5Б 7-Б 1-А 0-1 1:0 3:2 2×2 1О 5О 3З З-3 О-1 О.О.З. l’an l.179 I-я
I II III IV V VI VII VIII IX X XI Ier Ire I.V. V.I. C. D. M. L. MCMXXVII
""".split()

VERSE = """
Над сонной пристанью туман/уплыл как дым и пал на лён,/ и в тишине сквозь шум и гам/я слышу колокольный звон;/О, у реки, и я, и ты,/
а с ней и в ней, и к ней, и о/зелёных склонах, и мосты,/и всё, что было так давно./Ô toi qui dors à l'ombre, y a-t-il/un vent plus doux, ô mer, à l'île/
où l'on a vu, au mois d'avril,/le mil, le lis, le fil fragile ?/Шуршит, шипит, и вихрь, и хруст —/ух, эх, ах, ох ! — и сад мой пуст./
Въ полѣ вѣтеръ, въ небѣ мгла,/снѣгъ на крыши и на ели,/тихо тянутся дѣла,/колокольчики запѣли.
""".replace("\n", "")

ERRORS = tuple(dict.fromkeys((*RUSSIAN_ERRORS, *OLD_RUSSIAN_ERRORS, *FRENCH_ERRORS)))
