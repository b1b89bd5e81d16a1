"""Small lexicons that need no source: for tests, and to try the generator out without fetching anything."""

from __future__ import annotations

from typing import Final

from training.text.lexicon import LETTERS, Lexicon
from training.text.old_orthography import Form, old_word

_SENTENCES: Final[dict[str, str]] = {
    "rus": "В городе было тихо, и только на площади стояли люди. Рабочие завода приняли новое решение. "
    "«Мы не знаем, — сказал старик, — что будет завтра». Газета сообщает о событиях на фронте! "
    "Почему же никто не ответил на письмо? Все эти вопросы, как известно, решены давно.",
    "ukr": "У місті було тихо, і лише на майдані стояли люди. Робітники заводу ухвалили нове рішення. "
    "«Ми не знаємо, — сказав дід, — що буде завтра». Об’єднання їхніх сил є ґрунтом для згоди.",
    "bel": "У горадзе было ціха, і толькі на плошчы стаялі людзі. Рабочыя завода прынялі новае рашэнне. "
    "«Мы не ведаем, — сказаў стары, — што будзе заўтра». Ёсць яшчэ адно пытанне.",
    "bul": "В града беше тихо и само на площада стояха хора. Работниците от завода взеха ново решение. "
    "„Ние не знаем“, каза старецът, „какво ще бъде утре“. Всички въпроси са решени.",
    "fra": "Dans la ville tout était calme, et seuls quelques passants traversaient la place. L'ouvrier n'a pas répondu. "
    "« Nous ne savons pas, dit le vieil homme, ce qui arrivera demain ! » Où est-il allé ? Ça, c'est l'été.",
    "deu": "In der Stadt war es still, und nur auf dem Platz standen Leute. Die Arbeiter faßten einen neuen Beschluß. "
    "„Wir wissen nicht“, sagte der Alte, „was morgen geschieht.“ Über die Größe der Fläche ist nichts bekannt.",
    "eng": "The town was quiet, and only a few people stood in the square. The workers took a new decision. "
    "“We don't know,” said the old man, “what tomorrow will bring.” Why did nobody answer the letter?",
    "foreign": "Łódź Kraków święto między żółty niño señor città perché più Ångström Søren Æsir Tromsø.",
}


def _words(text: str, letters: str) -> dict[str, float]:
    words = (word.strip(".,!?«»„“”—: ").lower() for word in text.split())
    kept = [word for word in words if word and set(letters).issuperset(word)]
    return {word: 1.0 / (place + 1) for place, word in enumerate(dict.fromkeys(kept))}


def small_lexicons() -> dict[str, Lexicon]:
    """A few dozen words and some sentences of each language."""
    made = {}
    for language, text in _SENTENCES.items():
        sentences = [
            part.strip() for part in text.replace("! ", "!|").replace("? ", "?|").replace(". ", ".|").split("|")
        ]
        made[language] = Lexicon.of(_words(text, LETTERS[language]), sentences, LETTERS[language])
    russian = made["rus"]
    russian.old = {word: (old_word(word), "") for word in russian.words}
    russian.old["городе"] = (old_word("городе", Form(yat_at_end=True)), "")
    old = {plain: 1.0 for plain, _ in russian.old.values()}
    made["rus-old"] = Lexicon.of(old, [], LETTERS["rus-old"])
    return made
