"""The people of the tests. Rut and Eva are reviewers."""

from core.person import Person

ADA = Person("id-ada", "Ada Ek")
"""Asks for an account."""
BO = Person("id-bo", "Bo Alm")
"""Her manager."""
KIM = Person("id-kim", "Kim Lund")
"""Another employee."""
ANNA = Person("id-anna", "Anna")
"""Asks questions."""
MARIA = Person("id-maria", "Maria")
RUT = Person("id-rut", "Rut Lind")
EVA = Person("id-eva", "Eva Björk")
REVIEWERS = frozenset({RUT.id, EVA.id})
