"""Written authorizations: who may speak, where, on what device, until when; and the answer to "may I post this?".

Owns authorizations with their requests, acceptances, revocations and papers, the consent of a department to the use of
its account, declines of the policy that an authority decides on, and acts by office. Owns no power (`powers`), no
account (`accounts`), no acknowledgement (`acknowledgements`), and no post (a later app).
"""
