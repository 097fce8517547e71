from __future__ import annotations

from django.urls import path

from loket.web.public.catalogue import browsing, downloads, product, variables

app_name = "catalogue"

urlpatterns = [
    path("", browsing.home, name="home"),
    path("<slug:code>/", product.product, name="product"),
    path("<slug:code>/variabel/", variables.variables, name="variables"),
    path("<slug:code>/variabel/<str:file>/<path:name>/", variables.variable, name="variable"),
    path("<slug:code>/wilayah/", product.areas, name="areas"),
    path("<slug:code>/mutu/", product.quality, name="quality"),
    path("<slug:code>/ddi.xml", downloads.ddi, name="ddi"),
    path("<slug:code>/kamus.csv", downloads.dictionary, name="dictionary"),
    path("<slug:code>/contoh.zip", downloads.sample, name="sample"),
]
