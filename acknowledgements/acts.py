"""What `acknowledgements` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "acknowledgements.acknowledged": "acknowledged the regulation",
    "acknowledgements.annulment_requested": "asked for an acknowledgement to be annulled",
    "acknowledgements.annulled": "annulled an acknowledgement",
    "acknowledgements.annulment_refused": "refused to annul an acknowledgement",
    "acknowledgements.campaign_planned": "planned the campaign",
    "acknowledgements.campaign_changed": "changed the plan of the campaign",
    "acknowledgements.campaign_opened": "opened the campaign",
    "acknowledgements.campaign_paused": "paused the campaign",
    "acknowledgements.campaign_resumed": "let the campaign go on",
    "acknowledgements.campaign_extended": "extended the campaign",
    "acknowledgements.campaign_closed": "closed the campaign",
    "acknowledgements.coverage_exported": "exported the coverage",
    "acknowledgements.question_asked": "asked a question about the policy",
    "acknowledgements.question_answered": "answered a question about the policy",
    "acknowledgements.declined": "declined to acknowledge the policy",
    "acknowledgements.decline_taken_back": "took back a decline of the policy",
    "acknowledgements.reminded": "reminded people of the campaign",
}
