""" "You said, we did": leads write it line by line, look at it as officers will, and publish it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.accounts.views.answers import sent
from surveys.forms.replies import ReplyForm, SupportForm
from surveys.lifecycle import Action
from surveys.operations import replying
from surveys.presenters.replies import as_officers_read, replies_page
from surveys.presenters.waves import address
from surveys.queries import replies as queries
from surveys.views.finding import allowed, attempt, crumbs, done, wave_crumb, wave_or_404

TITLE = "You said, we did"


@needs(Permission.VIEW_SURVEYS)
@require_safe
def replies(request, force, wave):
    """Every line of the wave, and whether officers see it."""
    found = wave_or_404(force, wave)
    if not allowed(request, found, Action.REPLY):
        return redirect(address("wave", found))
    page = replies_page(found) | {"crumbs": crumbs(force, wave_crumb(found), (TITLE, ""))}
    page["manages"] = role_allows(request.membership.role, Permission.MANAGE_SURVEYS)
    return render(request, "surveys/replies/replies.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def reply_new(request, force, wave):
    found = wave_or_404(force, wave)
    return written(request, found, ReplyForm(sent(request)), "A new line", replying.write_reply)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def reply_edit(request, force, wave, reply):
    found = wave_or_404(force, wave)
    line = reply_or_404(found, reply)
    form = ReplyForm(sent(request), initial={"said": line.said, "did": line.did})
    if line.published_at:
        form.intro = "Officers see this line now. When you save it, it is hidden until you publish again."
    return written(request, found, form, "Change a line", replying.rewrite_reply, reply_id=line.pk)


def written(request, wave, form, title, operation, **more):
    """The form of a line, and back to the list once it is stored."""
    if not allowed(request, wave, Action.REPLY):
        return redirect(address("wave", wave))
    form.title, form.cancel_url = title, address("replies", wave)
    if form.is_valid():
        values = {**form.cleaned_data, **more, "by": request.user, "at": timezone.now()}
        stored, _ = attempt(form, lambda: operation(wave=wave, **values))
        if stored:
            return redirect(address("replies", wave))
    page = {"form": form, "wave": wave, "crumbs": below(wave, title)}
    return render(request, "surveys/lead/form.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_POST
def reply_move(request, force, wave, reply):
    """One place up, or down."""
    found = wave_or_404(force, wave)
    values = {"up": request.POST.get("way") == "up", "by": request.user, "at": timezone.now()}
    done(request, lambda: replying.move_reply(wave=found, reply_id=reply, **values), "The line is moved.")
    return redirect(address("replies", found))


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def reply_remove(request, force, wave, reply):
    found = wave_or_404(force, wave)
    line = reply_or_404(found, reply)
    if request.method == "POST":
        now = {"by": request.user, "at": timezone.now()}
        done(request, lambda: replying.remove_reply(wave=found, reply_id=line.pk, **now), "The line is gone.")
        return redirect(address("replies", found))
    page = {
        "title": "Take a line away",
        "losses": [f"You said: {line.said}", f"We did: {line.did}"],
        "action": "Take it away",
    }
    return confirmed(request, found, page)


@needs(Permission.MANAGE_SURVEYS)
@require_safe
def replies_preview(request, force, wave):
    """What officers would read, with what is not published yet."""
    found = wave_or_404(force, wave)
    if not allowed(request, found, Action.REPLY):
        return redirect(address("wave", found))
    lines = list(queries.replies_of(found))
    page = {"wave": found, "replies": [as_officers_read(found, lines)] if lines else []}
    page |= {"unseen": any(not line.published_at for line in lines), "crumbs": below(found, "Preview")}
    return render(request, "surveys/replies/preview.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_POST
def replies_publish(request, force, wave):
    found = wave_or_404(force, wave)
    now = {"by": request.user, "at": timezone.now()}
    done(request, lambda: replying.publish_replies(wave=found, **now), "Officers see every line now.")
    return redirect(address("replies", found))


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def replies_withdraw(request, force, wave):
    """Hides the lines from officers, once that is confirmed."""
    found = wave_or_404(force, wave)
    if not allowed(request, found, Action.REPLY):
        return redirect(address("wave", found))
    if request.method == "POST":
        now = {"by": request.user, "at": timezone.now()}
        done(request, lambda: replying.withdraw_replies(wave=found, **now), "Officers see no line any more.")
        return redirect(address("replies", found))
    page = {"wave": found, "crumbs": below(found, "Withdraw")}
    return render(request, "surveys/replies/withdraw.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def support(request, force):
    """Whom officers can speak to in confidence, as their page says it."""
    form = SupportForm(sent(request), initial={"text": queries.support_of(force)})
    form.title, form.cancel_url = "Confidential support", crumbs(force, ("", ""))[1][1]
    if form.is_valid():
        now = {"by": request.user, "at": timezone.now()}
        stored, _ = attempt(form, lambda: replying.write_support(force=force, **form.cleaned_data, **now))
        if stored:
            messages.success(request, "The page for officers says so now.")
            return redirect("surveys:support", force.slug)
    page = {"form": form, "crumbs": crumbs(force, ("Confidential support", ""))}
    return render(request, "surveys/replies/support.html", page)


def confirmed(request, wave, page):
    page |= {"wave": wave, "cancel_url": address("replies", wave), "crumbs": below(wave, page["title"])}
    return render(request, "surveys/replies/remove.html", page)


def reply_or_404(wave, reply_id):
    found = queries.reply_of(wave, reply_id)
    if found is None:
        raise Http404
    return found


def below(wave, label):
    return crumbs(wave.force, wave_crumb(wave), (TITLE, address("replies", wave)), (label, ""))
