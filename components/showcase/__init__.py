"""The gallery of components: each of them in each of its states, to be looked at and tested."""

from components.showcase.showcase import Showcase, chosen, showcase_head, showcase_shell

__all__ = ["Showcase", "chosen", "showcase_head", "showcase_shell"]
