"""Surveys with their editions and variables, map layers, and the products made of them."""

from __future__ import annotations

from loket.catalogue.models.layers import AreaLayer, LayerArea
from loket.catalogue.models.products import Kind, Product, ProductChange
from loket.catalogue.models.surveys import DataFile, Edition, EditionRegion, Survey, Variable
from loket.catalogue.models.tariffs import TariffVersion

__all__ = [
    "AreaLayer",
    "DataFile",
    "Edition",
    "EditionRegion",
    "Kind",
    "LayerArea",
    "Product",
    "ProductChange",
    "Survey",
    "TariffVersion",
    "Variable",
]
