"""What the chat in the terminal says itself, in Swedish and English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TerminalTexts:
    welcome: str
    you: str
    yes_no: str
    yes: frozenset[str]
    on: str
    off: str
    keys: str
    not_a_choice: str
    required: str
    no_such_number: str
    not_delivered: str
    no_server: str
    lost: str


TEXTS = {
    "sv": TerminalTexts(
        welcome="Du är {person}. Skriv en fråga, eller numret på ett val. Sluta med /avsluta.",
        you="Du",
        yes_no="j/n",
        yes=frozenset({"j", "ja", "y", "yes"}),
        on="j",
        off="n",
        keys="(Enter behåller det som står, {empty} tömmer, {rest} behåller även allt som följer)",
        not_a_choice="Det går inte att välja. Skriv numret, eller flera med komma emellan.",
        required="Det här behöver fyllas i.",
        no_such_number="Det finns inget val {number}.",
        not_delivered="Det nådde inte fram till boten ({why}). Försök igen.",
        no_server="Ingen server svarar på {url} ({why}).",
        lost="Anslutningen bröts. Avsluta och börja om.",
    ),
    "en": TerminalTexts(
        welcome="You are {person}. Write a question, or the number of a choice. End with /quit.",
        you="You",
        yes_no="y/n",
        yes=frozenset({"j", "ja", "y", "yes"}),
        on="y",
        off="n",
        keys="(Enter keeps what stands there, {empty} empties it, {rest} keeps all the rest too)",
        not_a_choice="That can't be chosen. Write its number, or several with commas between.",
        required="This has to be filled in.",
        no_such_number="There is no choice {number}.",
        not_delivered="It did not reach the bot ({why}). Try again.",
        no_server="No server answers at {url} ({why}).",
        lost="The connection was lost. Quit and start again.",
    ),
}
