"""Addresses of posts."""

from django.urls import path

from reviews.views import attaching, checking, direct, drafting, posts, publishing, reviewing, templates, unreviewed

app_name = "reviews"

urlpatterns = [
    path("posts/", posts.posts, name="posts"),
    path("posts/draft/", drafting.new, name="draft"),
    path("posts/check/", checking.check, name="check"),
    path("posts/look/", drafting.look, name="look"),
    path("posts/queue/", reviewing.queue, name="queue"),
    path("posts/record/", publishing.record, name="record"),
    path("posts/reply/", direct.reply, name="reply"),
    path("posts/not-reviewed/", unreviewed.report, name="unreviewed"),
    path("posts/templates/", templates.templates, name="templates"),
    path("posts/templates/propose/", templates.propose, name="propose"),
    path("posts/templates/<str:reference>/", templates.template, name="template"),
    path("posts/templates/<str:reference>/use/", direct.use, name="use"),
    path("posts/templates/<str:reference>/approve/", templates.approve, name="approve_template"),
    path("posts/templates/<str:reference>/decline/", templates.decline, name="decline_template"),
    path("posts/templates/<str:reference>/retire/", templates.retire, name="retire_template"),
    path("posts/accounts/<str:reference>/", publishing.rule, name="rule"),
    path("posts/<str:reference>/", posts.post, name="post"),
    path("posts/<str:reference>/edit/", drafting.edit, name="edit"),
    path("posts/<str:reference>/attachments/", attaching.attachments, name="attachments"),
    path("posts/<str:reference>/attachments/<int:pk>/", attaching.describe, name="describe"),
    path("posts/<str:reference>/attachments/<int:pk>/detach/", attaching.detach, name="detach"),
    path("posts/<str:reference>/submit/", posts.submit, name="submit"),
    path("posts/<str:reference>/take-back/", posts.take_back, name="take_back"),
    path("posts/<str:reference>/withdraw/", posts.withdraw, name="withdraw"),
    path("posts/<str:reference>/call-up/", unreviewed.call_up, name="call_up"),
    path("posts/<str:reference>/release/", posts.release, name="release"),
    path("posts/<str:reference>/open/", posts.open_closed, name="open_closed"),
    path("posts/<str:reference>/messages/", posts.say, name="say"),
    path("posts/<str:reference>/review/", reviewing.review, name="review"),
    path("posts/<str:reference>/take/", reviewing.take, name="take"),
    path("posts/<str:reference>/let-go/", reviewing.let_go, name="let_go"),
    path("posts/<str:reference>/findings/<int:pk>/", reviewing.dispose, name="dispose"),
    path("posts/<str:reference>/publish/", publishing.publish, name="publish"),
    path("posts/<str:reference>/publications/<int:pk>/", publishing.event, name="event"),
]
