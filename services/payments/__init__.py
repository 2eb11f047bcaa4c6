"""Money between the house and the world: charges, events of the gateway, transfers."""

from services.payments.office import Office

__all__ = ["Office"]
