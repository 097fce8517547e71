from __future__ import annotations

from django.urls import path

from loket.web.portal.accounts import (
    entering,
    institutions,
    passwords,
    profile,
    registering,
    roles,
)

urlpatterns = [
    path("masuk/", entering.log_in, name="log_in"),
    path("keluar/", entering.log_out, name="log_out"),
    path("daftar/", registering.register, name="register"),
    path("daftar/data-diri/", registering.details, name="register_details"),
    path("daftar/periksa/", registering.check, name="register_check"),
    path("daftar/terkirim/", registering.sent, name="register_sent"),
    path("bukti/<str:token>/", registering.prove, name="prove_email"),
    path("lupa-sandi/", passwords.forgotten, name="forgotten"),
    path("lupa-sandi/terkirim/", passwords.sent, name="forgotten_sent"),
    path("sandi-baru/<str:token>/", passwords.reset, name="reset_password"),
    path("profil/", profile.show, name="profile"),
    path("profil/ubah/", profile.change, name="change_profile"),
    path("profil/akhiri-sesi/", profile.end_sessions, name="end_sessions"),
    path("lembaga/", institutions.institution, name="institution"),
    path("lembaga/bukti/<str:token>/", institutions.prove, name="prove_institution"),
    path("ruang-kerja/", roles.work, name="work"),
    path("peran/", roles.choose, name="choose_role"),
]
