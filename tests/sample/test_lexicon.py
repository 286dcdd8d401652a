import random
import re

from hypothesis import given
from hypothesis import strategies as st

from bioroberta.sample.lexicon import GAP, Renewal, change_words, count_words, ending, invent

TEXT = "El paciente presentaba fiebre alta y dolor abdominal desde hace 3 días, sin otros síntomas según la familia."


def test_endings_tell_kind_and_form() -> None:
    words = "infección analítica dolores hepatitis presentaban dolor Fiebre".split()
    assert [ending(word) for word in words] == ["ión", "ica", "es", "itis", "aban", "or", "e"]
    assert all(ending(word) is None for word in ("con", "según", "mmHg", "TSH", "10⁶", "HER2", "también"))


def test_numbers_small_words_and_punctuation_stay() -> None:
    renewed = Renewal(random.Random(1)).renew(TEXT)
    assert renewed != TEXT
    assert re.sub(r"\w+", "", renewed) == re.sub(r"\w+", "", TEXT)
    assert {"El", "y", "3", "según", "la", "desde", "sin"} <= set(re.findall(r"\w+", renewed))


def test_the_same_word_becomes_the_same_one() -> None:
    renewal = Renewal(random.Random(1))
    first = renewal.renew("Espironolactona de la que")
    assert renewal.renew("la de el espironolactona") == f"la de el {first.split()[0].lower()}"


def test_kept_words_are_kept() -> None:
    assert Renewal(random.Random(1), frozenset({"paciente"})).renew("El paciente de la que") == "El paciente de la que"


@given(st.text(), st.integers())
def test_renewal_changes_words_only(text: str, seed: int) -> None:
    renewed = Renewal(random.Random(seed)).renew(text)
    assert re.sub(r"\w+", "x", renewed) == re.sub(r"\w+", "x", text)


@given(st.lists(st.sampled_from(TEXT.split()), min_size=1), st.integers(), st.sampled_from([0.01, 0.05, 0.5]))
def test_a_share_of_the_words_is_changed(words: list[str], seed: int, share: float) -> None:
    text = " ".join(words)
    count = count_words(text)
    changed = change_words(random.Random(seed), share, count)(text)
    different = sum(one != other for one, other in zip(text.split(), changed.split(), strict=True))
    assert different == min(count, max(1, round(share * count)))


def test_invented_words_seldom_meet() -> None:
    rng = random.Random(0)
    assert len({invent(rng, "o") for _ in range(20_000)}) > 19_700


def test_few_runs_are_without_an_invented_word() -> None:
    renewed = Renewal(random.Random(3)).renew(TEXT * 50).split()
    changed = [one != other for one, other in zip(renewed, (TEXT * 50).split(), strict=True)]
    assert min(len(run) for run in "".join("x" if each else "." for each in changed).strip(".").split("x")[1:-1]) >= GAP
