"""A town's list of sixty accounts, nine of its rows faulty."""

from collections.abc import Sequence

from accounts.import_service import Column

UNITS = ("Hemtjänsten", "biblioteket", "Kultur och fritid")
FAULTY: dict[int, tuple[dict[Column, str], str]] = {
    3: ({Column.NAME: ""}, "namn: svar saknas."),
    8: ({Column.ADDRESS: "https://evil.example/x"}, "adress: adressen ligger inte på"),
    13: ({Column.ADDRESS: "min sida"}, "adress: det är ingen webbadress."),
    21: ({Column.PLATFORM: "Fejsbok"}, 'plattform: "Fejsbok" finns inte bland dem'),
    26: ({Column.UNIT: "Badhuset"}, 'enhet: "Badhuset" finns inte bland dem'),
    34: ({Column.ADDRESS: "m.facebook.com/KONTO2/?ref=x"}, "adress: samma som på rad 2."),
    41: ({Column.NAME: "konto  2"}, "namn: samma som på rad 2."),
    47: ({Column.SINCE: "i våras"}, "sedan: skriv dagen som 2026-11-25."),
    55: ({Column.CONTACT: "19121212-1212"}, "kontakt: det ser ut att stå ett personnummer här."),
}
"""Nine rows of sixty, with what is wrong in each."""


def listed(faulty: bool) -> Sequence[dict[Column, str]]:
    return [
        row(number) | (FAULTY[number][0] if faulty and number in FAULTY else {})
        for number in range(2, 62)
    ]


def row(number: int) -> dict[Column, str]:
    return {
        Column.NAME: f"Konto {number}",
        Column.PLATFORM: "Facebook",
        Column.ADDRESS: f"facebook.com/konto{number}",
        Column.UNIT: UNITS[number % 3],
        Column.RESPONSIBLE: "Bo Alm" if number % 2 else "Sixten Berg",
        Column.CONTACT: "+46 224 74 70 00" if number % 5 else "",
        Column.SINCE: "2019-05-01",
    }
