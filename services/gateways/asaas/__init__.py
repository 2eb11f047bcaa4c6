"""Asaas, or its simulator, behind the payment gateway's port."""

from services.gateways.asaas.breaker import Breaker
from services.gateways.asaas.gateway import AsaasGateway

__all__ = ["AsaasGateway", "Breaker"]
