"""What every press on a card is made of."""

from pydantic import BaseModel, ConfigDict


class CardPress(BaseModel):
    """What a button carries, read back.

    A model is built at its first use; all at once would take a tenth of the imports. Mutable
    defaults are factories: ruff takes only pydantic's own base for one that copies them.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)
