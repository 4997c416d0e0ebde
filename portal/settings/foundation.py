"""What the foundation leaves to the apps: reference data, who reads which files, who does which jobs."""

from typing import Any

import environ

env = environ.Env()

REFERENCE_LOADERS = [
    "foundation.reference.loading.load_settings",
    "foundation.reference.loading.load_holidays",
    "powers.reference.load",
    "accounts.platforms.load",
    "authorizations.reference_data.load",
]
"""Functions of a moment that put in reference data after migrate, in order: inserting only, safe to repeat."""

FILE_LIMIT = 256 * 1024 * 1024
"""Bytes past which no file is kept; a form may ask for less."""
FILE_IN_DATABASE = 4 * 1024 * 1024
"""Bytes up to which a file's content stands in the database, and is in its backup; larger go behind STORAGES."""

FILE_PERMISSIONS: dict[str, str] = {
    "export": "foundation.jobs.permissions.may_read_result",
    "report": "reports.permissions.may_read_export",
    "rejects": "foundation.jobs.permissions.may_read_result",
    "people_import": "directory.permissions.may_read_import",
    "organization_import": "directory.permissions.may_read_import",
    "instrument": "powers.permissions.may_read_instrument",
    "approval": "accounts.permissions.may_read_document",
    "authorization_scan": "authorizations.permissions.may_read_file",
    "authorization_document": "authorizations.permissions.may_read_file",
    "post_attachment": "reviews.permissions.may_read_file",
    "post_original": "reviews.permissions.may_read_file",
    "post_capture": "reviews.permissions.may_read_file",
    "paper_scan": "acknowledgements.permissions.may_read_scan",
    "paper_import": "authorizations.permissions.may_read_paper_import",
    "account_import": "accounts.permissions.may_read_import",
}
"""For each purpose of a file: `function(person, stored_file, at) -> bool`, whether a person may read it."""

JOB_HANDLERS: dict[str, str] = {
    "check_people_import": "directory.jobs.check_people_import",
    "apply_people_import": "directory.jobs.apply_people_import",
    "check_organization_import": "powers.jobs.check_organization_import",
    "apply_organization_import": "powers.jobs.apply_organization_import",
    "acknowledgements.coverage": "acknowledgements.exports.run_job",
    "acknowledgements.sheets": "acknowledgements.services.printing.run_job",
    "acknowledgements.papers": "acknowledgements.services.recording.run_job",
    "acknowledgements.slips": "acknowledgements.slips.run_job",
    "acknowledgements.lists": "acknowledgements.services.list_files.run_job",
    "check_account_import": "accounts.jobs.check_account_import",
    "apply_account_import": "accounts.jobs.apply_account_import",
    "accounts.register": "accounts.exports.run_job",
    "check_paper_import": "authorizations.jobs.check_paper_import",
    "apply_paper_import": "authorizations.jobs.apply_paper_import",
    "authorizations.grant_many": "authorizations.jobs.run_grant_many",
    "reports.export": "reports.services.run_job",
}
"""For each kind of job: `function(run: foundation.jobs.running.JobRun)`, safe to repeat from the start."""

FOUNDATION_SCHEDULE: dict[str, dict[str, Any]] = {
    "let go old marks of forms": {"task": "foundation.forget_marks", "schedule": 86400.0},
    "seal the trail": {"task": "foundation.audit.seal_trail", "schedule": 30.0, "options": {"expires": 60}},
    "sweep jobs": {"task": "foundation.jobs.sweep_jobs", "schedule": 30.0, "options": {"expires": 60}},
    "sweep files": {"task": "foundation.files.sweep_orphans", "schedule": 86400.0},
}

TRAIL_READERS = "portal.trail.may_read"
"""`function(person, at) -> bool`: who may search the trail."""

SIGNING_KEY = env.str("SIGNING_KEY", default="")
"""The private key for seals and receipts: 32 bytes in base64, the same on every host."""

DOCUMENT_KEY = env.str("DOCUMENT_KEY", default="")
"""The key that signs documents, and its certificates: as PEM, or as PKCS#12 in base64; the same on every host."""
DOCUMENT_KEY_PASSPHRASE = env.str("DOCUMENT_KEY_PASSPHRASE", default="")
"""The passphrase of DOCUMENT_KEY, where it has one."""
