"""How it looks: pure functions from what is known to an Adaptive Card as a plain dict."""

from importlib import import_module

from pydantic import BaseModel

# Microsoft's library has a model for all that a card may hold, and ours hold a fifth of it. Each is
# built when it is first drawn, which halves the library's share of a start.
BaseModel.model_config["defer_build"] = True
import_module("microsoft_teams.cards.core")
del BaseModel.model_config["defer_build"]
