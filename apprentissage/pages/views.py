from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def home(request):
    """Three doors: find an offer, what an apprentice costs, my contract."""
    return render(request, "pages/home.html")


@login_not_required
@require_GET
def gallery(request):
    """Every component in every state, for whoever builds a page."""
    return render(request, "pages/gallery.html")
