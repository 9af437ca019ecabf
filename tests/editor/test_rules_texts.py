import pytest

from editor.rules.texts import lix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Vi ses.", 2),  # 2 words in 1 sentence, none long
        ("Vi ses. Hej då!", 2),
        ("Kommunen svarar.", 2 + 50),  # "kommunen" is long, "svarar" isn't
        ("Gör så:\n\n- fråga först\n- svara sedan", 2),  # each line of a list is a sentence
        ("Kl. 12.30 stänger vi", 5 / 2 + 100 / 5),  # a stop within a number ends nothing
    ],
)
def test_lix_is_words_per_sentence_and_the_share_of_long_words(text: str, expected: float) -> None:
    assert lix(text) == pytest.approx(expected)
