"""Headwater: where does our revenue really come from?"""

__version__ = "0.1.0"
