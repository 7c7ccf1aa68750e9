# Six rules that say what core policies say of remote staff, for timing conftest on the same records.
package main

import rego.v1

remote if input.arrangement.declared == "remote_staffing"

deny contains msg if {
	remote
	some act in ["hires", "manages_performance", "dismisses"]
	input.control[act] != "client"
	msg := sprintf("%s: %s is in the hands of %s, not of the client", [input.id, act, input.control[act]])
}

deny contains msg if {
	remote
	not evidence_of({"performance_review", "one_to_one_notes"})
	msg := sprintf("%s: no performance review or one-to-one notes from the client", [input.id])
}

deny contains msg if {
	remote
	not evidence_of({"employment_contract"})
	msg := sprintf("%s: no employment contract on file", [input.id])
}

deny contains msg if {
	shares := [site.share_of_time | some site in input.location.sites]
	abs(sum(shares) - 1) > 0.001
	msg := sprintf("%s: shares of time sum to %v", [input.id, sum(shares)])
}

deny contains msg if {
	some item in input.evidence
	item.expires_on < "2026-11-23"
	msg := sprintf("%s: evidence %s has expired", [input.id, item.id])
}

deny contains msg if {
	some preparer in input.approvals
	some approver in input.approvals
	preparer.role == "preparer"
	approver.role == "approver"
	preparer.name == approver.name
	msg := sprintf("%s: %s has prepared and approved", [input.id, preparer.name])
}

evidence_of(kinds) if {
	some item in input.evidence
	item.kind in kinds
	item.issued_by == "client"
}
