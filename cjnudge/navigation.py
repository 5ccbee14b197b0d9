"""What every page's frame needs: where the person can go from here."""


def page_frame(request):
    """Context of base.html: `nav`, a list of (label, url, is current)."""
    return {"nav": []}
