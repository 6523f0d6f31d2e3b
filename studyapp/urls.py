"""One include per room."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from studyapp import views
from studyapp.accounts.access import public
from studyapp.classes import views as class_views
from studyapp.sitemaps import SITEMAPS

urlpatterns = [
    path("", views.home, name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("llms.txt", views.llms, name="llms"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap.xml", public(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("search/", include("studyapp.search.urls")),
    path("classes/", include("studyapp.classes.urls")),
    path("join/", class_views.join_form, name="join_form"),
    path("join/<str:code>/", class_views.join, name="join"),
    path("accounts/", include("studyapp.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("sim/", include("sim.urls")),
    path("admin/", admin.site.urls),
    path("", include("terms.urls")),
    path("", include("quizzes.urls")),
]

handler404 = "studyapp.views.not_found"
