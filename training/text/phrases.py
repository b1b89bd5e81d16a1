"""Words that the set pieces of each language are made of: months, names, abbreviations, headings.

Names are put together at random: no combination is meant to be anybody. A vertical bar separates entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", " ").split("|"))


@dataclass(frozen=True, slots=True)
class Phrases:
    """What one language needs for dates, names, money and the forms of papers.

    Attributes:
        months: As they stand in a date (genitive where the language has one), January first.
        weekdays: Monday first.
        year: How a year is followed in a date (``г.``); may hold the empty string.
        given: First names.
        surnames: Last names.
        titles: Before a name.
        abbreviations: With their points; also of institutions.
        headings: Of articles and documents, as a newspaper would print them in capitals or not.
        openings: How a line of a protocol, letter or telegram begins.
        closings: How one ends, and stamps.
        telegram: Words of telegrams.
        units: After a number.
        money: After a sum.
        numbered: Before a number: page, volume, fund, point; ``{}`` is the number.
        places: Towns and countries.
        dialogue: Short exclamations and interjections in brackets.
        quotes: Pairs of quotation marks, the commonest first.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    year: tuple[str, ...]
    given: tuple[str, ...]
    surnames: tuple[str, ...]
    titles: tuple[str, ...]
    abbreviations: tuple[str, ...]
    headings: tuple[str, ...]
    openings: tuple[str, ...]
    closings: tuple[str, ...]
    telegram: tuple[str, ...]
    units: tuple[str, ...]
    money: tuple[str, ...]
    numbered: tuple[str, ...]
    places: tuple[str, ...]
    dialogue: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...] = field(default=(("«", "»"), ("„", "“"), ('"', '"')))


_CYRILLIC_QUOTES: Final = (
    ("«", "»"),
    ("«", "»"),
    ("«", "»"),
    ("„", "“"),
    ("„", "”"),
    ('"', '"'),
    ('"', '"'),
    ("“", "”"),
)

RUSSIAN: Final = Phrases(
    months=_split("января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"),
    weekdays=_split("понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"),
    year=_split("г.|г.|г.|года|года| г.||-го года|-м году"),
    given=_split(
        "Иван|Петр|Николай|Алексей|Михаил|Сергей|Андрей|Федор|Василий|Григорий|Яков|Лев|Мария|Анна|Елена|Ольга|Татьяна|Борис|"
        "Константин|Дмитрий|Александр|Павел|Семен|Наталья|Вера|Зинаида|Тимофей|Афанасий|Георгий|Исаак|Абрам|Карл|Эдуард"
    ),
    surnames=_split(
        "Петров|Иванов|Лядов|Сомов|Грачев|Белкин|Вершинин|Кудрин|Ярцев|Шубин|Щеглов|Цыганов|Ухтомский|Чарский|Заболотный|Эйхман|"
        "Юркевич|Жмакин|Хохлов|Фокин|Федоров|Афанасьев|Тимофеев|Дьяконов|Подъельский|Объедков|Рейн|Вольф|Коган|Штерн|Мюллер|Вейс|"
        "Лунц|Гринберг|Ковальчук|Шевчук|Лисенко|Озолин|Берзин|Саакян|Гогуадзе|Мамедов|Ибрагимов|Ким|Ли|Пак|Смирнов|Кузнецов|"
        "Соколов|Лебедев|Козлов|Морозов|Новиков|Волков|Зайцев|Павлов|Голубев|Виноградов|Беляев|Тарасов|Комаров|Орлов|Киселев|"
        "Макаров|Ершов|Никитин|Соболев|Рябов|Поляков|Цветков|Данилов|Жуков|Фролов|Журавлев|Крылов|Максимов|Сидоров|Осипов|Белов|"
        "Антонова|Савельева|Рыбакова|Громова|Щербакова|Юдина|Яшина|Эссен|Энгель|Ильин|Ежиков|Ёлкин|Алёхин"
    ),
    titles=_split(
        "т.|тов.|тт.|гр.|гр-н|гр-ка|проф.|д-р|инж.|ген.|доц.|акад.|товарищ|товарища|господин|г-н|г-жа|им.|св."
    ),
    abbreviations=_split(
        "т. е.|т. к.|т. д.|и т. д.|и т. п.|и др.|и пр.|т. н.|т.е.|т.к.|и т.д.|и т.п.|т.н.|см.|ср.|напр.|проч.|гг.|вв.|в.|стр.|"
        "ст.|с. г.|с/г.|б. г.|п. г.|т. г.|тов.|гр.|ЦК|ЦКК|ВКП(б)|ВКП (б)|РКП(б)|РСДРП(б)|КП(б)У|ВЛКСМ|РКСМ|МОПР|СССР|РСФСР|УССР|"
        "БССР|ВЦИК|ЦИК|СНК|Совнарком|ВСНХ|СТО|НКВД|ОГПУ|ГПУ|ВЧК|НКПС|НКИД|НКЗ|НКФ|РКИ|ИККИ|КИМ|Коминтерн|Профинтерн|ВЦСПС|МГСПС|"
        "губком|уком|райком|обком|горком|крайком|партком|профком|завком|фабзавком|исполком|ревком|военком|совхоз|колхоз|МТС|ТАСС|"
        "РОСТА|Госплан|Главлит|Наркомпрос|Наркомфин|ЦУМ|ГУМ|МГУ|ЛГУ|РККА|ПВО|ГТО|ФЗУ|ФЗО|ЗАГС|нэп|НЭП|с.-д.|с.-р.|с.-х.|ж.-д.|"
        "ж. д.|в/с|б/п|п/о|н/ст.|ст. ст.|н. ст.|м-р|о-во|пр-во|к-т|ф-ка|з-д|кв.|д. №|ул.|пер.|пл.|просп.|обл.|губ.|уезд.|вол.|дер.|"
        "г. Москва|г. Ленинград|С.-Петербург|Н.-Новгород|до н. э.|ок.|соч.|изд.|вып.|т. I|ч. II|гл. IV|прим. ред.|Прим. перев.|"
        "В.О.|В. О.|Ред.|кг|км|руб.|коп.|млн.|млрд.|тыс.|чел.|экз."
    ),
    headings=_split(
        "Телеграммы|Последние известия|По Советскому Союзу|За границей|Хроника|Объявления|Передовая|Из зала суда|Письма рабочих|"
        "Партийная жизнь|На фронтах|Вести с полей|Происшествия|Театр и кино|Спорт|Погода|Справочный отдел|Почтовый ящик|"
        "Пролетарии всех стран, соединяйтесь!|Орган Центрального Комитета|Ежедневная газета|Цена номера 5 коп.|Отчет комиссии|"
        "Постановление|Приказ|Протокол|Протокол допроса|Выписка из протокола|Стенограмма|Докладная записка|Сводка|Резолюция|"
        "Обвинительное заключение|Совершенно секретно|Сов. секретно|Секретно|Не подлежит оглашению|Копия|Верно|Справка|Удостоверение|"
        "Повестка дня|Порядок дня|Утреннее заседание|Вечернее заседание|Заключительное слово|Прения по докладу|Ответы на вопросы|"
        "Предисловие|Оглавление|Содержание|Глава первая|Примечания|Приложение|Письмо в редакцию|Продолжение следует|Окончание"
    ),
    openings=_split(
        "СЛУШАЛИ:|ПОСТАНОВИЛИ:|ПРИСУТСТВОВАЛИ:|ПРЕДСЕДАТЕЛЬ:|ВОПРОС:|ОТВЕТ:|Вопрос:|Ответ:|Слушали:|Постановили:|Присутствовали:|"
        "Председатель:|Секретарь:|Голос с места:|Докладчик -|Всем членам|Тов.|Уважаемый товарищ!|Дорогой друг,|Многоуважаемый|"
        "Копия:|Кому:|Куда:|Выписка из протокола №|Пункт|На Ваш №|В ответ на Ваше отношение от|Сообщаю, что|Настоящим удостоверяется, что|"
        "Поручить|Утвердить|Принять к сведению|Предложить|Обязать|Просить|Считать|Согласно|Пост. от|Ст."
    ),
    closings=_split(
        "Верно:|ВЕРНО:|Верно: секретарь|С подлинным верно|Подпись:|Подпись неразборчива|(подпись)|М. П.|Отп. 2 экз.|отп. 3 экз.|"
        "С коммунистическим приветом|С товарищеским приветом|Жму руку|Ваш|Начальник отдела|Зав. секретариатом|Управляющий делами|"
        "Секретарь ЦК|Пом. нач.|За председателя|Отв. редактор|Главлит №|Тираж 10.000|Тип. «Красный печатник»|Разослано:|Исполнено|В дело|"
        "Арх. №|Допросил:|Записано с моих слов верно|и мною прочитано|(Аплодисменты.)|(Шум.)|(Смех.)|(Бурные аплодисменты.)|(Голоса: «Правильно!»)"
    ),
    telegram=_split(
        "ТЧК|ЗПТ|ТЧК|ЗПТ|НР|ДВТЧ|СРОЧНО|МОЛНИЯ|КОПИЯ|ТЕЛЕГРАФЬТЕ|СООБЩИТЕ|ВЫЕЗЖАЮ|ВАШУ|ПОЛУЧИЛ|ПРОШУ|НЕМЕДЛЕННО|СЕКРЕТНО|ШИФРОМ|ПОДТВЕРДИТЕ"
    ),
    units=_split(
        "чел.|человек|пуд.|пуда|дес.|десятин|верст|в.|км|км.|кг|кг.|тонн|тн.|цент.|га|саж.|арш.|час.|мин.|дней|лет|экз.|шт.|куб. м|кв. в.|раз|%|% %|проц."
    ),
    money=_split(
        "руб.|р.|рублей|р. 50 к.|руб. 20 коп.|коп.|к.|млн. руб.|тыс. руб.|долл.|фунт. ст.|черв.|франков|марок|кроны"
    ),
    numbered=_split(
        "№ {}|№{}|№№ {}|§ {}|стр. {}|с. {}|л. {}|лл. {}|д. {}|ф. {}|оп. {}|Ф.{}|т. {}|ст. {}|п. {}|пп. {}|{}-й|{}-го|{}-м|кн. {}|вып. {}|приказ № {}|протокол № {}|ч. {}"
    ),
    places=_split(
        "Москва|Ленинград|Петроград|Киев|Харьков|Одесса|Минск|Тифлис|Баку|Рига|Варшава|Париж|Берлин|Лондон|Нью-Йорк|Вена|Прага|Женева|Казань|Самара|Омск|Томск|Иркутск|Владивосток|Ростов н/Д.|Англия|Германия|Франция|Польша|Китай|Япония|Испания"
    ),
    dialogue=_split(
        "Да.|Нет.|Что?|Как!|Правильно!|Верно!|Довольно!|Позор!|Ура!|(шум)|(смех)|(голоса с мест)|Нет!|Ну?|Почему?|Так.|Разве?|Кто это?|Не знаю.|Хорошо.|Ни за что!"
    ),
    quotes=_CYRILLIC_QUOTES,
)

UKRAINIAN: Final = Phrases(
    months=_split("січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"),
    weekdays=_split("понеділок|вівторок|середа|четвер|п’ятниця|субота|неділя"),
    year=_split("р.|р.|року|року|"),
    given=_split(
        "Іван|Петро|Микола|Олексій|Михайло|Сергій|Андрій|Федір|Василь|Григорій|Яків|Марія|Ганна|Олена|Ольга|Тетяна|Євген|Юрій|Їжак|Остап"
    ),
    surnames=_split(
        "Коваль|Шевчук|Бондар|Ткач|Мельник|Гнатюк|Савченко|Лисенко|Петренко|Яременко|Ґалаґан|Щербина|Цимбал|Хоменко|Євшан|Їжакевич|Жук|Дзюба|Юрчук|Олійник|Кравець|Білий|Сірко|Чубар"
    ),
    titles=_split("т.|тов.|тт.|гр.|проф.|д-р|інж.|пан|пані|товариш|ім.|св."),
    abbreviations=_split(
        "т. зв.|т. е.|тобто|і т. д.|і т. і.|та ін.|і т. п.|напр.|див.|пор.|с. р.|стор.|КП(б)У|ЦК|ВУЦВК|УСРР|УРСР|СРСР|РНК|НКВС|ДПУ|ЛКСМУ|НКО|УВО|р. р.|рр.|ст. ст.|м. Київ|м. Харків|вул.|обл.|губ.|пов.|с.-г.|крб.|коп.|млн.|тис.|прим."
    ),
    headings=_split(
        "Вісті|Телеграми|Останні вісті|Хроніка|Оповістки|Пролетарі всіх країн, єднайтеся!|Протокол|Постанова|Наказ|Зміст|Передмова|Лист до редакції|Додаток|Цілком таємно|Звіт|Комуніст|Розділ перший|Далі буде"
    ),
    openings=_split(
        "СЛУХАЛИ:|УХВАЛИЛИ:|ПРИСУТНІ:|ГОЛОВА:|Слухали:|Ухвалили:|Голова:|Секретар:|Запитання:|Відповідь:|Дорогий друже,|Шановний товаришу!|Доручити|Затвердити|Прохати|Вважати"
    ),
    closings=_split(
        "Згідно:|З оригіналом згідно|Підпис:|(підпис)|Голова|Секретар|Ваш|М. П.|(Оплески.)|(Сміх.)|Друкарня|Тираж 5.000"
    ),
    telegram=_split("КРПК|КМ|ТЕРМІНОВО|КОПІЯ|ПОВІДОМТЕ|ВИЇЖДЖАЮ|ОДЕРЖАВ|ПРОШУ|НЕГАЙНО|ПІДТВЕРДІТЬ"),
    units=_split("чол.|осіб|пуд.|дес.|десятин|верстов|км|кг|тонн|га|год.|хв.|днів|років|прим.|шт.|%|відс."),
    money=_split("крб.|карб.|коп.|карбованців|млн. крб.|гривень|грн.|руб."),
    numbered=_split("№ {}|§ {}|стор. {}|арк. {}|спр. {}|ф. {}|оп. {}|т. {}|ст. {}|п. {}|{}-й|{}-го|кн. {}|ч. {}"),
    places=_split(
        "Київ|Харків|Одеса|Львів|Полтава|Чернігів|Донбас|Дніпропетровське|Запоріжжя|Житомир|Вінниця|Україна|Москва|Польща|Галичина"
    ),
    dialogue=_split("Так.|Ні.|Що?|Як!|Правильно!|Ганьба!|(сміх)|(оплески)|Невже?|Чому?|Гаразд.|Хто то?"),
    quotes=_CYRILLIC_QUOTES,
)

BELARUSIAN: Final = Phrases(
    months=_split("студзеня|лютага|сакавіка|красавіка|мая|чэрвеня|ліпеня|жніўня|верасня|кастрычніка|лістапада|снежня"),
    weekdays=_split("панядзелак|аўторак|серада|чацвер|пятніца|субота|нядзеля"),
    year=_split("г.|г.|года|году|"),
    given=_split(
        "Іван|Пётр|Мікалай|Аляксей|Міхась|Сяргей|Андрэй|Янка|Якуб|Максім|Марыя|Ганна|Алена|Вольга|Зміцер|Уладзімір|Язэп"
    ),
    surnames=_split(
        "Каваль|Шаўчук|Бондар|Дубоўка|Бабіч|Лясун|Гарэцкі|Чарот|Жылка|Трус|Зарэмба|Ўласаў|Цвірка|Янкоўскі|Рудэнка|Саўка|Кашэўнік|Дзямід|Вярыга|Ёлкін|Шыла"
    ),
    titles=_split("т.|тав.|тт.|гр.|праф.|д-р|інж.|таварыш|імя|сьв."),
    abbreviations=_split(
        "г. зн.|і г. д.|і інш.|напр.|гл.|стар.|КП(б)Б|ЦК|ЦВК|БССР|СССР|СНК|НКУС|ЛКСМБ|БДУ|ІБК|с.-г.|г. г.|руб.|кап.|вул.|вобл.|акр.|млн.|тыс.|экз."
    ),
    headings=_split(
        "Звязда|Тэлеграмы|Апошнія весткі|Хроніка|Абвесткі|Пралетарыі ўсіх краін, злучайцеся!|Пратакол|Пастанова|Загад|Зьмест|Прадмова|Ліст у рэдакцыю|Зусім сакрэтна|Справаздача|Савецкая Беларусь"
    ),
    openings=_split(
        "СЛУХАЛІ:|ПАСТАНАВІЛІ:|ПРЫСУТНІЧАЛІ:|СТАРШЫНЯ:|Слухалі:|Пастанавілі:|Старшыня:|Сакратар:|Пытанне:|Адказ:|Паважаны таварыш!|Даручыць|Зацвердзіць|Прасіць|Лічыць"
    ),
    closings=_split(
        "Згодна:|Подпіс:|(подпіс)|Старшыня|Сакратар|Ваш|М. П.|(Апладысменты.)|(Смех.)|Друкарня|Тыраж 3.000"
    ),
    telegram=_split("КРПК|КСК|ТЭРМІНОВА|КОПІЯ|ПАВЕДАМЦЕ|ВЫЯЗДЖАЮ|АТРЫМАЎ|ПРАШУ|НЕАДКЛАДНА"),
    units=_split("чал.|пуд.|дзес.|вёрст|км|кг|тон|га|гадз.|хвілін|дзён|гадоў|экз.|шт.|%"),
    money=_split("руб.|рублёў|кап.|тыс. руб.|млн. руб.|чырв."),
    numbered=_split("№ {}|§ {}|стар. {}|арк. {}|спр. {}|ф. {}|воп. {}|т. {}|арт. {}|п. {}|{}-ы|{}-га|кн. {}"),
    places=_split(
        "Мінск|Менск|Віцебск|Гомель|Магілёў|Полацк|Гродна|Брэст|Бабруйск|Слуцк|Беларусь|Вільня|Масква|Польшча"
    ),
    dialogue=_split("Так.|Не.|Што?|Як!|Правільна!|Ганьба!|(смех)|(шум)|Няўжо?|Чаму?|Добра.|Хто гэта?"),
    quotes=_CYRILLIC_QUOTES,
)

BULGARIAN: Final = Phrases(
    months=_split("януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември"),
    weekdays=_split("понеделник|вторник|сряда|четвъртък|петък|събота|неделя"),
    year=_split("г.|г.|година|год.|"),
    given=_split(
        "Иван|Петър|Никола|Георги|Димитър|Христо|Стоян|Васил|Тодор|Мария|Анна|Елена|Цветана|Райна|Кръстьо|Любен|Ангел"
    ),
    surnames=_split(
        "Петров|Иванов|Стоянов|Колев|Димов|Ангелов|Гърков|Вълков|Цанев|Щърбанов|Юруков|Янев|Кръстев|Хаджиев|Дончев|Бъчваров|Ставрев|Ръжданов|Първанов|Чернев"
    ),
    titles=_split("г.|г-н|г-жа|др.|д-р|проф.|инж.|ген.|другарят|св.|господин"),
    abbreviations=_split(
        "т. е.|т. н.|и т. н.|и пр.|и др.|напр.|вж.|срв.|стр.|бр.|БКП|ЦК|БРП(к)|БЗНС|СССР|ОФ|РМС|МВР|БАН|ул.|гр. София|с. г.|м. г.|лв.|ст.|хил.|мил.|кн."
    ),
    headings=_split(
        "Работническо дело|Телеграми|Последни новини|Хроника|Обявления|Пролетарии от всички страни, съединявайте се!|Протокол|Постановление|Заповед|Съдържание|Предговор|Писмо до редакцията|Строго поверително|Отчет|Глава първа|Следва"
    ),
    openings=_split(
        "ПРИСЪСТВУВАТ:|РЕШЕНИЕ:|ПРЕДСЕДАТЕЛ:|Председател:|Секретар:|Въпрос:|Отговор:|Уважаеми другарю,|Скъпи приятелю,|До|Относно|Възлага се|Одобрява|Съгласно чл."
    ),
    closings=_split(
        "Вярно:|Подпис:|(п)|Председател|Секретар|Ваш|(Ръкопляскания.)|(Смях.)|Печатница|Тираж 2.000|С другарски поздрав"
    ),
    telegram=_split("СТОП|СПЕШНО|КОПИЕ|СЪОБЩЕТЕ|ЗАМИНАВАМ|ПОЛУЧИХ|МОЛЯ|НЕЗАБАВНО|ПОТВЪРДЕТЕ"),
    units=_split("души|км.|кг.|тона|дка|декара|часа|мин.|дни|години|бр.|%|на сто"),
    money=_split("лв.|лева|стотинки|ст.|хил. лева|милиона лева|зл. лева|долара"),
    numbered=_split("№ {}|§ {}|стр. {}|л. {}|а. е. {}|ф. {}|оп. {}|т. {}|чл. {}|ал. {}|бр. {}|{}-ти|{}-и|кн. {}"),
    places=_split(
        "София|Пловдив|Варна|Русе|Бургас|Плевен|Търново|България|Москва|Белград|Солун|Цариград|Виена|Берлин|Лайпциг"
    ),
    dialogue=_split("Да.|Не.|Какво?|Как!|Вярно!|Позор!|(смях)|(шум)|Нима?|Защо?|Добре.|Кой е?"),
    quotes=(("„", "“"), ("„", "“"), ("„", "”"), ("«", "»"), ('"', '"')),
)

FRENCH: Final = Phrases(
    months=_split("janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"),
    weekdays=_split("lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"),
    year=_split("||||."),
    given=_split(
        "Jean|Pierre|Paul|André|Émile|Léon|Étienne|François|Marcel|Louis|Henri|René|Jacques|Marie|Jeanne|Hélène|Geneviève|Zoé|Noël|Joëlle|Édouard|Benoît|Anaïs|Félix|Gaston|Eugène"
    ),
    surnames=_split(
        "Dupont|Durand|Lefèvre|Mérieux|Bénard|Côté|Guérin|Hébert|Joubert|Kœchlin|Lœwy|Maître|Noël|Pâquet|Quérel|Rousset|Saül|Thévenin|Ubac|Vaïsse|"
        "Weill|Ÿvel|Zévaco|Chéron|Brûlé|Cœur|Dœuvre|Forêt|Gaêl|Hüe|L'Huillier|d'Estrées|de La Tour|Le Goff|Du Pré|Haÿ-Lévy|Croÿ|Bœuf|Moïse|Pagès|Vidal|"
        "Lacaze|Delaunay|Picard|Renaud|Faure|Blum-Roger|Martin|Bernard|Moreau|Girard|Lambert"
    ),
    titles=_split("M.|MM.|Mme|Mlle|le camarade|Dr|Me|le citoyen|le général|le Prof.|Mgr|l'abbé|le député|St"),
    abbreviations=_split(
        "S.F.I.O.|S. F. I. O.|C.G.T.|C. G. T.|C.G.T.U.|P.C.F.|P. C.|U.R.S.S.|S.D.N.|S. D. N.|P.T.T.|P.O.U.M.|F.A.I.|I.C.|cf.|n°|N°|Nos|etc.|c.-à-d.|p. ex.|"
        "op. cit.|ibid.|id.|p.|pp.|t. II|vol.|éd.|art.|Cie|Ste|Bd|av.|fr.|frs|h.|kg|km|1er|1re|2e|3e|XIXe|XXe|IVe Internationale|R.F.|S.A.R.L.|Vve|N.D.L.R.|P.-S.|N.B.|"
        "T.S.F.|G.P.U.|B. I.|M. le ministre|S.A.|E.V.|R.S.V.P.|av. J.-C.|Suppl."
    ),
    headings=_split(
        "L'Humanité|Le Temps|Dernière heure|Nouvelles de l'étranger|Faits divers|Petites annonces|Chronique|À la Chambre|Au Sénat|Les sports|Prolétaires de tous les pays, unissez-vous !|"
        "En 3e page|Suite en page 2|Voir la suite en 4e page|Organe central du Parti communiste|Rédaction et administration|Le numéro : 25 centimes|Abonnements|Procès-verbal|Compte rendu|"
        "Ordre du jour|Rapport|Très secret|Confidentiel|Copie|Table des matières|Préface|Chapitre premier|Annexe|Conclusion|Note de la rédaction|Lettre ouverte|À nos lecteurs|Bourse de Paris|"
        "Ça et là|Où allons-nous ?|Échos|L'Œuvre|Déclaration|Résolution"
    ),
    openings=_split(
        "Paris, le|Cher camarade,|Chers amis,|Monsieur le Directeur,|J'ai l'honneur de|Objet :|Réf. :|PRÉSENTS :|LE PRÉSIDENT.|Question :|Réponse :|D. —|R. —|Article premier.|Vu la loi du|Attendu que|Considérant|Note pour|De notre envoyé spécial|(Havas.)|Le Comité central"
    ),
    closings=_split(
        "Veuillez agréer,|Salutations fraternelles|Bien à vous,|Pour copie conforme|Signé :|(Signature illisible.)|Le gérant :|Imp. spéciale|Tous droits réservés|(À suivre.)|Fin.|Le secrétaire général|(Applaudissements.)|(Vifs applaudissements à l'extrême gauche.)|(Rires.)"
    ),
    telegram=_split("STOP|STOP|URGENT|PRIÈRE|ARRIVERAI|DEMAIN|LETTRE|SUIT|REÇU|TÉLÉGRAPHIEZ|CONFIRMEZ|ENVOYEZ"),
    units=_split(
        "hommes|ouvriers|km|km.|kg|tonnes|hectares|heures|h.|minutes|jours|ans|exemplaires|%|% |p. 100|mètres|voix|fois"
    ),
    money=_split("fr.|francs|frs|F|fr. 50|centimes|millions de francs|milliards|livres|dollars|marks|sous|£"),
    numbered=_split(
        "n° {}|N° {}|p. {}|pp. {}|page {}|art. {}|§ {}|t. {}|fol. {}|col. {}|chap. {}|{}e|{}°|{}) |({})|dossier {}|pièce {}|carton {}|F7 {}"
    ),
    places=_split(
        "Paris|Lyon|Marseille|Lille|Nîmes|Orléans|Genève|Bruxelles|Liège|Moscou|Berlin|Londres|Madrid|Barcelone|Vienne|Alger|Besançon|Saint-Étienne|Béziers|Angoulême|Île-de-France"
    ),
    dialogue=_split(
        "Oui.|Non.|Quoi ?|Comment !|Très bien !|Assez !|À bas !|(Rires.)|(Bruit.)|Pourquoi ?|Hélas !|Ah ! oui...|Où ça ?|Bah !|Voilà.|Eh bien ?"
    ),
    quotes=(("« ", " »"), ("« ", " »"), ("«", "»"), ("“", "”"), ('"', '"'), ("‹ ", " ›")),
)

GERMAN: Final = Phrases(
    months=_split("Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"),
    weekdays=_split("Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Sonnabend|Sonntag"),
    year=_split("||||."),
    given=_split(
        "Hans|Karl|Franz|Otto|Ernst|Rosa|Fritz|Heinrich|Jürgen|Käthe|Günther|Grete|Anna|Ludwig|Xaver|Jörg|Wilhelm"
    ),
    surnames=_split(
        "Müller|Schäfer|Groß|Köhler|Weiß|Krüger|Böhm|Jäger|Hübner|Strauß|Öhler|Übelacker|Ältermann|Kaufmann|Schulze|Vogt|Zetzsche|Quandt|Meyer|Fuchs|Hoffmann|Dietz|Reuß|von der Heydt|Brandl|Pfeiffer"
    ),
    titles=_split("Herr|Herrn|Frau|Frl.|Dr.|Prof.|Gen.|Genosse|Abg.|Graf|Frhr. v.|Reg.-Rat"),
    abbreviations=_split(
        "d. h.|z. B.|u. a.|usw.|u. s. w.|bzw.|vgl.|s. o.|S.|Bd.|Nr.|Hrsg.|u. dgl.|K.P.D.|KPD|S.P.D.|SPD|USPD|NSDAP|ADGB|RM|M.d.R.|G.m.b.H.|A.-G.|Str.|v. H.|d. J.|d. M.|Kap.|Anm.|ca.|geb.|Ztr.|i. A.|gez.|betr.|Abs.|St."
    ),
    headings=_split(
        "Vorwärts|Die Rote Fahne|Letzte Nachrichten|Proletarier aller Länder, vereinigt euch!|Aus dem Reich|Anzeigen|Inhalt|Vorwort|Erstes Kapitel|Geheim|Streng vertraulich|Abschrift|Niederschrift|Bericht|Beschluß|Anlage|Fortsetzung folgt|Übersicht|Ärztetafel|Öffentliche Versammlung"
    ),
    openings=_split(
        "Werter Genosse!|Sehr geehrter Herr|Lieber Freund,|Betrifft:|Betr.:|Anwesend:|Vorsitzender:|Frage:|Antwort:|Berlin, den|An das|Auf Grund des|Wir bestätigen|Hierdurch teilen wir mit, daß|§ 1."
    ),
    closings=_split(
        "Mit Parteigruß|Hochachtungsvoll|Für die Richtigkeit:|gez.|(Unterschrift)|I. A.|I. V.|(Beifall.)|(Heiterkeit.)|Druck und Verlag:|(Fortsetzung folgt.)|Ihr ergebener"
    ),
    telegram=_split("STOP|DRINGEND|ANKOMME|MORGEN|BRIEF|FOLGT|ERHALTEN|BITTE|DRAHTET|SOFORT"),
    units=_split("Mann|km|kg|Ztr.|ha|Uhr|Stunden|Tage|Jahre|Stück|%|v. H.|Meter|Stimmen"),
    money=_split("Mk.|M.|RM|Mark|Pf.|Pfg.|Millionen Mark|Schilling|Gulden"),
    numbered=_split("Nr. {}|S. {}|Bl. {}|Bd. {}|§ {}|Art. {}|Abs. {}|Kap. {}|Sp. {}|{}. |{}) |Akte {}|Heft {}"),
    places=_split(
        "Berlin|München|Köln|Düsseldorf|Wien|Zürich|Leipzig|Königsberg|Lübeck|Nürnberg|Hamburg|Österreich|Rußland|Preußen|Saarbrücken|Moskau|Paris"
    ),
    dialogue=_split(
        "Ja.|Nein.|Was?|Wie!|Sehr richtig!|Hört, hört!|Pfui!|(Zuruf.)|(Lachen.)|Warum?|So.|Ach was!|Wer da?"
    ),
    quotes=(("„", "“"), ("„", "“"), ("„", "”"), ("»", "«"), ("»", "«"), ('"', '"'), ("›", "‹")),
)

ENGLISH: Final = Phrases(
    months=_split("January|February|March|April|May|June|July|August|September|October|November|December"),
    weekdays=_split("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
    year=_split("||||."),
    given=_split("John|William|Max|James|Mary|Ella|George|Arthur|Jane|Harold|Rose|Edward|Thomas|Ruth|Walter|Victor"),
    surnames=_split(
        "Smith|Brown|O'Connor|McDonald|Wright|Hughes|Fox|Quincy|Jackson|Baxter|Knight|Young|Voorhis|Zeller|Hook|Cotton|Taylor|Webb|Underwood|Irving|Law"
    ),
    titles=_split("Mr.|Mrs.|Miss|Dr.|Prof.|Comrade|Gen.|Sir|Rev.|Sen.|Capt."),
    abbreviations=_split(
        "i.e.|e.g.|etc.|cf.|viz.|ibid.|op. cit.|p.|pp.|vol.|No.|Nos.|ed.|U.S.A.|U.S.|U.S.S.R.|C.P.|A.F.L.|C.I.O.|T.U.C.|I.L.P.|M.P.|Ltd.|Inc.|Co.|St.|Ave.|a.m.|p.m.|B.B.C.|F.O.|G.P.U.|P.S.|Jr.|lbs.|ft.|in.|cwt."
    ),
    headings=_split(
        "The Militant|Daily Worker|Latest News|Foreign News|Workers of the World, Unite!|Advertisements|Contents|Preface|Chapter One|Top Secret|Secret and Confidential|Copy|Memorandum|Minutes|Report|Appendix|To be continued|Continued on page 3|Letters to the Editor|The New International"
    ),
    openings=_split(
        "Dear Comrade,|Dear Sir,|Dear Friend,|Re:|PRESENT:|CHAIRMAN:|Q.|A.|Question:|Answer:|New York,|I have the honour to|With reference to|Resolved that|Whereas|Article I.|From our own correspondent|(Reuter.)"
    ),
    closings=_split(
        "Yours fraternally,|Yours truly,|Yours faithfully,|Signed:|(signed)|(Applause.)|(Laughter.)|All rights reserved|Printed in Great Britain|True copy|Secretary"
    ),
    telegram=_split("STOP|STOP|URGENT|ARRIVING|TOMORROW|LETTER|FOLLOWS|RECEIVED|PLEASE|CABLE|CONFIRM|SEND"),
    units=_split("men|miles|lbs.|tons|acres|hours|minutes|days|years|copies|%|per cent|feet|votes|yards|in."),
    money=_split("dollars|cents|pounds|shillings|s. 6d.|d.|million dollars|£|$"),
    numbered=_split(
        "No. {}|p. {}|pp. {}|vol. {}|§ {}|Art. {}|ch. {}|fol. {}|col. {}|({})|{}) |reel {}|box {}|frame {}|#{}|##{}"
    ),
    places=_split(
        "London|New York|Moscow|Manchester|Glasgow|Boston|Chicago|Mexico|Paris|Berlin|Geneva|Washington|Edinburgh|Dublin|Russia|Spain|Harvard"
    ),
    dialogue=_split("Yes.|No.|What?|How!|Hear, hear!|Shame!|(Laughter.)|(Uproar.)|Why?|Well...|Who's there?|Never!"),
    quotes=(("“", "”"), ("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'")),
)

PHRASES: Final[dict[str, Phrases]] = {
    "rus": RUSSIAN,
    "ukr": UKRAINIAN,
    "bel": BELARUSIAN,
    "bul": BULGARIAN,
    "fra": FRENCH,
    "deu": GERMAN,
    "eng": ENGLISH,
}
