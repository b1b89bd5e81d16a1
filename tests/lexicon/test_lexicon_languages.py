"""Languages told by their function words: each by a paragraph, and none where the text is in no known language."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.lexicon.function_words import ALPHABETS, FUNCTION_WORDS, language_of, possible_languages, weigh_languages
from digitize.lexicon.neighbours import NEIGHBOURS

CYRILLIC = frozenset(("rus", "ukr", "bel", "bul"))
LATIN = frozenset(("fra", "deu", "eng"))

TEXTS = {
    "rus": "Вчера утром в город пришла первая баржа с зерном. На пристани её встретили рабочие артели, и к вечеру весь "
    "хлеб был уже под крышей. Старший смены говорит, что так быстро они ещё не работали: помогла погода, а дорога от "
    "берега до склада теперь ровная. Завтра ждут ещё две баржи, если не переменится ветер.",
    "ukr": "Учора вранці до міста прийшла перша баржа із зерном. На пристані її зустріли робітники артілі, і до вечора "
    "весь хліб був уже під дахом. Старший зміни каже, що так швидко вони ще не працювали: допомогла погода, а дорога "
    "від берега до складу тепер рівна. Завтра чекають ще дві баржі, якщо не зміниться вітер.",
    "bel": "Учора раніцай у горад прыйшла першая баржа са збожжам. На прыстані яе сустрэлі рабочыя арцелі, і да вечара "
    "ўвесь хлеб быў ужо пад дахам. Старшы змены кажа, што так хутка яны яшчэ не працавалі: дапамагло надвор'е, а "
    "дарога ад берага да склада цяпер роўная. Заўтра чакаюць яшчэ дзве баржы, калі не зменіцца вецер.",
    "bul": "Вчера сутринта в града пристигна първата баржа със зърно. На пристанището я посрещнаха работниците от "
    "артела и до вечерта целият хляб беше вече под покрив. Старшият на смяната казва, че те още не са работили толкова "
    "бързо: помогнало им времето, а пътят от брега до склада сега е равен. Утре се чакат още две баржи.",
    "fra": "Hier matin, la première péniche chargée de grain est arrivée dans la ville. Les ouvriers l'attendaient sur "
    "le quai, et le soir tout le blé était déjà à l'abri. Le chef d'équipe nous dit qu'ils n'avaient pas encore "
    "travaillé si vite : le temps était beau, et la route qui va du port au magasin est maintenant en bon état.",
    "deu": "Gestern früh ist der erste Kahn mit Getreide in der Stadt angekommen. Am Ufer warteten schon die Arbeiter, "
    "und bis zum Abend lag das ganze Korn unter Dach. Der Vorarbeiter sagt, daß sie noch nie so schnell gearbeitet "
    "haben: das Wetter war gut, und die Straße von der Anlegestelle zu dem Speicher ist nun eben.",
    "eng": "Yesterday morning the first barge of grain came to the town. The men of the wharf were waiting for it, and "
    "by the evening all of the corn was under a roof. The foreman says that they have not worked so fast before: the "
    "weather was good, and the road from the bank to the store is now level.",
}

FOREIGN = {
    "Danish": "I går morges kom den første pram med korn til byen. Arbejderne stod og ventede på kajen, og om aftenen "
    "var alt kornet under tag. Formanden siger, at de ikke har arbejdet så hurtigt før: vejret var godt, og vejen fra "
    "bredden til lageret er nu jævn. I morgen venter man to pramme til, for der er plads til mere.",
    "Swedish": "I går morse kom den första pråmen med spannmål till staden. Arbetarna stod och väntade på kajen, och på "
    "kvällen var all säden under tak. Förmannen säger att de inte har arbetat så fort förut: vädret var gott, och "
    "vägen från stranden till magasinet är nu jämn. Det är en god skörd, och för alla som är med finns det mer.",
    "Dutch": "Gisteren in de ochtend is de eerste schuit met graan in de stad aangekomen. De arbeiders stonden op de "
    "kade te wachten, en tegen de avond was al het koren onder dak. De ploegbaas zegt dat ze nog nooit zo snel hebben "
    "gewerkt: het weer was goed, en de weg van de oever naar het pakhuis is nu vlak.",
    "Polish": "Wczoraj rano do miasta przypłynęła pierwsza barka ze zbożem. Na nabrzeżu czekali na nią robotnicy i do "
    "wieczora całe zboże było już pod dachem. Brygadzista mówi, że jeszcze nigdy nie pracowali tak szybko: pomogła "
    "pogoda, a droga od brzegu do składu jest teraz równa.",
    "Czech": "Včera ráno připlul do města první člun s obilím. Na nábřeží na něj čekali dělníci a do večera bylo "
    "všechno zrno pod střechou. Předák říká, že tak rychle ještě nepracovali: pomohlo počasí a cesta od břehu do "
    "skladu je teď rovná. Zítra se čekají další dva čluny, jestliže se vítr nezmění.",
    "Spanish": "Ayer por la mañana llegó a la ciudad la primera barca con grano. Los obreros la esperaban en el muelle, "
    "y por la tarde todo el trigo estaba ya bajo techo. El capataz dice que no habían trabajado nunca tan de prisa: el "
    "tiempo era bueno, y el camino que va de la orilla al almacén es ahora llano. En un mes se ha visto de todo.",
    "Italian": "Ieri mattina è arrivata in città la prima barca con il grano. Gli operai la aspettavano sulla banchina, "
    "e la sera tutto il frumento era già al coperto. Il capo dice che non avevano mai lavorato così in fretta: il "
    "tempo era bello, e la strada che va dalla riva al magazzino è ora piana. Le une e le altre sono a un passo da noi.",
    "Portuguese": "Ontem de manhã chegou à cidade a primeira barca com grão. Os operários esperavam-na no cais, e à "
    "tarde todo o trigo já estava sob telha. O capataz diz que não tinham ainda trabalhado tão depressa: o tempo era "
    "bom, e o caminho que vai da margem ao armazém é agora plano. É um ano que se há de lembrar.",
    "Latin": "Heri mane prima navis frumento onusta ad urbem pervenit. Operarii in ripa eam exspectabant, et ad "
    "vesperum totum frumentum sub tecto erat. Magister dicit eos tam celeriter numquam laboravisse: tempestas bona "
    "erat, et via quae a ripa ad horreum ducit nunc plana est. Qui de hac re plus scire cupit, se ad nos conferat, ne "
    "quid desit; par est ut omnes id sciant.",
    "Serbian": "Јуче ујутру је у град стигла прва баржа са житом. На пристаништу су је дочекали радници, и до вечери "
    "је сво жито било под кровом. Старешина смене каже да тако брзо још нису радили: помогло је време, а пут од обале "
    "до складишта сада је раван. Он је за то, а они на све што се од њих тражи кажу да.",
    "Komi": "Асывнас карӧ воис медводдза баржа няньӧн. Берег дорын сійӧс виччысисны уджалысьяс, да рытнас став няньыс "
    "нин вӧлі вевт улын. Ыджыдыс висьталӧ, мый тадзи ӧдйӧ найӧ эз на уджавны: отсаліс поводдя, да и туйыс берегсянь "
    "складӧдз ӧні шыльыд. Аски виччысьӧны нӧшта кык баржа, оз кӧ вежсьы тӧв.",
    "French and English": "Hier matin the first barge de grain came dans la ville. Les ouvriers were waiting for it sur "
    "le quai, et by the evening all le blé was under un toit.",
    "names": "Баржа, зерно, пристань, склад, ветер, берег, артель. " * 10,
    "numbers": "1927 12 34 56; 78, 90 — " * 20,
    "nothing": "",
}


def found(text: str, among: frozenset[str] = CYRILLIC | LATIN) -> str | None:
    evidence = language_of(text, among)
    return evidence.language if evidence else None


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_paragraph_is_enough(language: str) -> None:
    """Fifty words of neutral prose, among all languages and among those of the script."""
    assert found(TEXTS[language]) == language
    assert found(TEXTS[language], CYRILLIC if language in CYRILLIC else LATIN) == language


@pytest.mark.parametrize("language", sorted(FOREIGN))
def test_other_languages_are_not_taken_for_known_ones(language: str) -> None:
    """Neighbours with words in common, mixtures, lists of names: no answer is better than a wrong one."""
    for among in (CYRILLIC | LATIN, CYRILLIC, LATIN):
        assert found(FOREIGN[language], among) is None


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_language_that_is_not_asked_for_is_not_found(language: str) -> None:
    """Where its model is not installed, its text is not passed off as a neighbour's."""
    assert found(TEXTS[language], (CYRILLIC | LATIN) - {language}) is None


@pytest.mark.parametrize(
    ("word", "language"), [("и", "rus"), ("на", "bul"), ("la", "fra"), ("die", "deu"), ("the", "eng")]
)
def test_one_word_again_and_again_proves_nothing(word: str, language: str) -> None:
    """A column of dittos is no running text."""
    assert weigh_languages(f"{word} " * 200, frozenset((language,)))[0].share == 1.0
    assert found(f"{word} " * 200) is None


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_badly_read_text_is_still_recognised(language: str) -> None:
    """One letter in twelve misread."""
    rng = random.Random(language)
    alphabet = sorted(set(TEXTS[language].lower()) & ALPHABETS[language])
    worn = "".join(rng.choice(alphabet) if c.isalpha() and rng.random() < 1 / 12 else c for c in TEXTS[language] * 2)
    assert found(worn, CYRILLIC if language in CYRILLIC else LATIN) == language


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_capitals_and_line_ends_make_no_difference(language: str) -> None:
    """A heading in capitals, or a column a word wide, has the same words."""
    assert found(TEXTS[language].upper().replace("SS", "ß")) == language
    assert found(TEXTS[language].replace(" ", "\n")) == language


def test_old_russian_spelling_is_russian() -> None:
    """The hard signs of before 1918 hide some function words and leave enough."""
    text = (
        "Вчера утромъ въ городъ пришла первая баржа съ зерномъ. На пристани ее встрѣтили рабочіе артели, и къ вечеру "
        "весь хлѣбъ былъ уже подъ крышей. Старшій смѣны говоритъ, что такъ быстро они еще не работали."
    )
    assert found(text, CYRILLIC) == "rus"


def test_evidence_tells_its_numbers() -> None:
    """Hits, different ones, words: what the report says of the choice."""
    evidence = language_of(TEXTS["eng"], LATIN)
    assert evidence is not None
    assert evidence.words == len(TEXTS["eng"].replace(":", " ").split())
    assert 0 < evidence.distinct <= evidence.hits <= evidence.words
    assert evidence.share == evidence.hits / evidence.words
    assert evidence.foreign == 0


def test_letters_rule_languages_out() -> None:
    """French accents are no English, ў is Belarusian, ї is Ukrainian; plain letters leave all possible."""
    assert possible_languages("été où ça déjà", LATIN) == {"fra"}
    assert "bel" not in possible_languages(TEXTS["ukr"], CYRILLIC)
    assert possible_languages("le grand port", LATIN) == LATIN


@given(st.text(), st.frozensets(st.sampled_from([*sorted(FUNCTION_WORDS), "kpv", ""])))
def test_any_text_gets_an_answer(text: str, among: frozenset[str]) -> None:
    """Nothing an engine may read makes it fail, and what it finds was asked for."""
    evidence = language_of(text, among)
    assert evidence is None or evidence.language in among
    assert possible_languages(text, among) <= among


def test_every_list_has_its_alphabet_and_fits_it() -> None:
    """Function words are written in the letters of their language, and no neighbour is a language that is recognised."""
    assert FUNCTION_WORDS.keys() == ALPHABETS.keys()
    for language, words in FUNCTION_WORDS.items():
        assert len(words) >= 35
        assert [word for word in words if not set(word) <= ALPHABETS[language]] == []
    assert not NEIGHBOURS.keys() & FUNCTION_WORDS.keys()
    assert all(word == word.lower() and word.isalpha() for words in NEIGHBOURS.values() for word in words)
