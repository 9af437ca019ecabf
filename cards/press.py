"""What every press on a card is made of."""

from pydantic import BaseModel, ConfigDict


class CardPress(BaseModel):
    """What a button carries, read back; built when it is first used: there are a hundred."""

    model_config = ConfigDict(frozen=True, defer_build=True)
