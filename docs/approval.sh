#!/usr/bin/env bash
# Every verb of contract approval, with curl alone, on a running `npm start`; prints docs/approval.md.
#   ADDRESS=http://127.0.0.1:8080 PASSWORD="$(cat .pursuit/password)" docs/approval.sh > docs/approval.md
set -euo pipefail
ADDRESS=${ADDRESS:-http://127.0.0.1:8080}
PASSWORD=${PASSWORD:-$(cat .pursuit/password)}
RUN=$(date +%s)
SECRET='a long enough secret'
FOLDER=$(mktemp -d)
trap 'rm -r "$FOLDER"' EXIT

json() { node -e "let t='';process.stdin.on('data',c=>t+=c).on('end',()=>{const it=JSON.parse(t);const out=($1);console.log(typeof out==='string'?out:JSON.stringify(out))})"; }
field() { json "it.${1//./?.}??''"; }
key() { node -p 'crypto.randomUUID()'; }

# quiet TOKEN METHOD PATH [BODY]: asks, and prints the answer's body.
quiet() {
  curl -sS -X "$2" "$ADDRESS/api/v1$3" -H "authorization: Bearer $1" -H "idempotency-key: $(key)" \
    ${4:+-H 'content-type: application/json' -d "$4"}
}
sign_in() {
  curl -sS "$ADDRESS/api/v1/session" -H 'content-type: application/json' -d "{\"email\":\"$1\",\"password\":\"$2\",\"token\":\"bearer\"}" | field token
}

# What is worth reading of an answer; ids of this run are written by name.
short='it.code ? { code: it.code, title: it.title, detail: it.detail, errors: it.errors?.map(({ pointer, detail }) => `${pointer}: ${detail}`) }
  : it.approval?.currentSteps ? { status: it.approval.status, currentSteps: it.approval.currentSteps }
  : it.seats ? { status: it.status, currentSteps: it.currentSteps, seats: it.seats.map((s) => `${s.step}: ${s.userId}${s.onBehalfOf ? ` for ${s.onBehalfOf}` : ``}`),
      decisions: it.decisions.map((d) => `${d.step}: ${d.verdict} by ${d.userId}${d.onBehalfOf ? ` for ${d.onBehalfOf}` : ``}${d.isVoid ? ` (void)` : ``}${d.fromVersion ? ` (from version ${d.fromVersion})` : ``}`),
      changes: it.changes.length ? it.changes : undefined, askedAgain: it.askedAgain.length ? it.askedAgain : undefined }
  : it.opportunity ? { stage: it.opportunity.stage, state: it.opportunity.state } : it'
named() {
  local names=''
  for who in "${PEOPLE[@]}"; do local id="${who}_id"; names+="s/${!id}/$who/g;"; done
  sed -E "$names s/${sale:-no-sale-yet}/SALE/g; s/[0-9a-f]{64}/HASH/g; s/finance-$RUN/finance/g"
}
say() { printf '\n%s\n' "$*"; }
# show WHO METHOD PATH [BODY] [SELECTION]: asks in somebody's name, prints what was asked and what was answered.
show() {
  local token="$1" answer status
  answer=$(curl -sS -w '\n%{http_code}' -X "$2" "$ADDRESS/api/v1$3" -H "authorization: Bearer ${!token}" -H "idempotency-key: $(key)" \
    ${4:+-H 'content-type: application/json' -d "$4"})
  status=${answer##*$'\n'}
  {
    printf '\n```\n%s: %s %s %s\n%s ' "$1" "$2" "$3" "${4:-}" "$status"
    json "${5:-$short}" <<< "${answer%$'\n'*}"
    printf '```\n'
  } | named
}
until_asked() { for _ in $(seq 1 100); do [ "$(quiet "$rep" GET "$1" | json "it.seats?.length ? 1 : 0")" = 1 ] && return; sleep 0.1; done; echo "nobody is asked in $1" >&2; exit 1; }

admin=$(sign_in admin@pursuit.example "$PASSWORD")
PEOPLE=(chief director manager rep anna boris clara deputy)
person() {
  quiet "$admin" POST /users "{\"name\":\"$1\",\"email\":\"$1-$RUN@walk.example\",\"roles\":[\"$2\"],\"superiorId\":$3,\"language\":\"en\",\"password\":\"$SECRET\"}" | field id
}
chief_id=$(person chief leadership null)
director_id=$(person director manager "\"$chief_id\"")
manager_id=$(person manager manager "\"$director_id\"")
rep_id=$(person rep rep "\"$manager_id\"")
anna_id=$(person anna rep "\"$chief_id\"")
boris_id=$(person boris rep "\"$chief_id\"")
clara_id=$(person clara rep "\"$chief_id\"")
deputy_id=$(person deputy rep "\"$director_id\"")
team=$(quiet "$admin" POST /teams "{\"name\":\"Walk $RUN\"}" | field id)
for who in "${PEOPLE[@]}"; do
  id="${who}_id"
  quiet "$admin" PATCH "/users/${!id}" "{\"teamId\":\"$team\"}" > /dev/null
  declare "$who=$(sign_in "$who-$RUN@walk.example" "$SECRET")"
done
quiet "$admin" PUT /groups/finance "{\"name\":{\"en\":\"Finance\",\"zh\":\"财务\"},\"members\":[\"$anna_id\",\"$boris_id\"]}" > /dev/null
quiet "$admin" PUT /groups/legal "{\"name\":{\"en\":\"Legal\",\"zh\":\"法务\"},\"members\":[\"$clara_id\"]}" > /dev/null
customer=$(quiet "$rep" POST /customers '{"name":"Harbour Hotel"}' | field id)

# A sale entered late, at negotiation, that its manager lets go on.
new_sale() {
  sale=$(quiet "$rep" POST /opportunities "{\"name\":\"Harbour Hotel, three boilers\",\"customerId\":\"$customer\",\"stage\":\"negotiation\"}" | field opportunity.id)
  quiet "$manager" POST "/opportunities/$sale/ruling" '{"verdict":"go","reason":"They called us."}' > /dev/null
}
# terms AMOUNT LIST PAYMENT-DAYS DEVIATIONS
terms() {
  printf '{"terms":{"amount":{"amount":"%s","currency":"CNY"},"listAmount":{"amount":"%s","currency":"CNY"},"grossMarginPercent":28,"paymentDays":%s,"prepaymentPercent":30,"penalty":"capped","liability":"capped","warrantyMonths":24,"deviations":%s,"creditGrade":"A","documents":[],"remarks":""}}' "$1" "$2" "$3" "$4"
}
# submit TERMS…: the next version of the contract, up to the first who is asked.
submit() {
  local added
  added=$(quiet "$rep" POST "/opportunities/$sale/contracts" "$(terms "$@")")
  hash=$(field hash <<< "$added")
  number=$(field number <<< "$added")
  request="/approvals/$sale:$number"
  quiet "$rep" POST "/opportunities/$sale/contracts/$number/submit" > /dev/null
  until_asked "$request"
}

cat << 'TEXT'
# Contract approval, verb by verb

Made by [approval.sh](approval.sh) on a running Pursuit: what was asked, and the part of the answer that matters. The company: `rep` reports to
`manager`, he to `director`, he to `chief` of leadership; `anna` and `boris` are finance, `clara` is legal. `HASH` is the hash of the
terms as they were read. Each call carries an `Idempotency-Key` of its own.
TEXT

new_sale
say '## Before it is submitted: who would be asked, and why'
show rep POST /approval-policies/explain "$(terms 2000000.00 2600000.00 90 '[]' | sed 's/"documents":\[\],//')" \
  'it.steps.map(({ key, because, seats }) => ({ step: key, because, asked: seats.map((seat) => seat.name) }))'
say '## Submitted'
say 'Two million, 90 days of payment: by the default policy the manager, then finance, then leadership.'
submit 2000000.00 2000000.00 90 '[]'
show rep GET "$request"
say 'Steps that these terms do not need are named with the reason.'
show rep GET "$request" '' 'it.skipped.map(({ key, because }) => ({ key, because }))'
say 'Who submitted never decides, and terms that nobody saw are not decided on.'
show rep POST "$request/approve" "{\"hash\":\"$hash\"}"
show manager POST "$request/approve" "{\"hash\":\"$(printf 'f%.0s' $(seq 64))\"}"

say '## Comment, nudge'
show manager POST "$request/comment" "{\"comment\":\"Why 90 days?\",\"mentions\":[\"$rep_id\"]}"
show rep POST "$request/nudge"
say 'Once in four hours.'
show rep POST "$request/nudge"

say '## Add an approver, before, beside or after'
show manager POST "$request/add-approver" "{\"userId\":\"$clara_id\",\"where\":\"before\",\"comment\":\"Please read clause 7 first.\"}"
show rep GET "$request"
show clara POST "$request/approve" "{\"hash\":\"$hash\",\"comment\":\"Clause 7 is fine.\"}"
show manager POST "$request/approve" "{\"hash\":\"$hash\"}"

say '## Claim from a group, hand back'
show anna POST "$request/claim"
show boris POST "$request/approve" "{\"hash\":\"$hash\"}"
show anna POST "$request/hand-back"
show boris POST "$request/claim"

say '## Transfer'
show boris POST "$request/transfer" "{\"to\":\"$anna_id\",\"comment\":\"\"}"
show boris POST "$request/transfer" "{\"to\":\"$anna_id\",\"comment\":\"She knows this customer.\"}"
show rep GET "$request"

say '## Return to an earlier step'
show anna POST "$request/return" "{\"hash\":\"$hash\",\"comment\":\"Was the margin checked?\",\"toStep\":\"manager\"}"
show rep GET "$request"
show manager POST "$request/approve" "{\"hash\":\"$hash\",\"comment\":\"It was: 28 %.\"}"
show anna POST "$request/approve" "{\"hash\":\"$hash\"}"

say '## Return to the submitter, resubmit'
show chief POST "$request/return" "{\"hash\":\"$hash\",\"comment\":\"60 days, no more.\"}"
submit 2000000.00 2000000.00 60 '[]'
say 'Finance was there for the payment alone. The manager tested nothing that changed, so his approval is carried over.'
show rep GET "$request"

say '## New terms void what is being decided'
old=$request; old_hash=$hash
submit 1900000.00 2000000.00 60 '["No acceptance by a third party"]'
show chief POST "$old/approve" "{\"hash\":\"$old_hash\"}"
show chief POST "$request/approve" "{\"hash\":\"$old_hash\"}"
show rep GET "$request"

say '## Reject'
show manager POST "$request/approve" "{\"hash\":\"$hash\"}"
show clara POST "$request/reject" "{\"hash\":\"$hash\"}"
show clara POST "$request/reject" "{\"hash\":\"$hash\",\"comment\":\"Not without a third party.\"}"
show clara POST "$request/approve" "{\"hash\":\"$hash\"}"

say '## Withdraw'
new_sale
submit 800000.00 800000.00 30 '[]'
show rep POST "$request/withdraw" '{"comment":"The customer wants another boiler."}'

say '## A deputy decides'
until_at=$(node -p 'new Date(Date.now() + 86_400_000).toISOString()')
from_at=$(node -p 'new Date(Date.now() - 60_000).toISOString()')
show manager POST /absences "{\"deputyId\":\"$deputy_id\",\"fromAt\":\"$from_at\",\"untilAt\":\"$until_at\"}" '({ deputyId: it.deputyId, code: it.code })'
submit 800000.00 810000.00 30 '[]'
show deputy GET /approvals '' 'it.items.map(({ step, onBehalfOf, amount }) => ({ step, onBehalfOf, amount }))'
show deputy POST "$request/approve" "{\"hash\":\"$hash\",\"comment\":\"As agreed with him.\"}"
show director POST "$request/approve" "{\"hash\":\"$hash\"}"
show rep GET "$request"
proven=$request

say '## The queue: where requests wait, and many decided in one call'
declare -a hashes=()
for amount in 810000.00 820000.00; do
  new_sale
  submit "$amount" "$amount" 30 '[]'
  hashes+=("{\"approvalId\":\"$sale:$number\",\"verdict\":\"approve\",\"hash\":\"$hash\"}")
done
show deputy GET /approvals/counts
show deputy GET '/approvals?sort=-amount' '' 'it.items.map(({ step, onBehalfOf, amount }) => ({ step, onBehalfOf, amount }))'
items="${hashes[0]},${hashes[1]},{\"approvalId\":\"nobody-knows:1\",\"verdict\":\"approve\",\"hash\":\"$hash\"}"
show deputy POST /approvals/decisions "{\"items\":[$items]}" 'it.items.map(({ status, outcome, problem }) => ({ status, now: outcome?.approval?.currentSteps, code: problem?.code }))' | sed -E 's/[0-9a-f]{32}:1/A-SALE:1/g'

say '## A draft of the policy, tried on the past'
draft=$(quiet "$chief" GET /approval-policies/contract/versions/1 | json 'JSON.stringify({ document: { ...it.document, rows: it.document.rows.map((row) => row.key === "small" ? { ...row, steps: ["manager", "legal"] } : row) } })')
version=$(quiet "$chief" POST /approval-policies/contract/versions "$draft" | field version)
show chief POST "/approval-policies/contract/versions/$version/try" '' \
  '({ tried: it.tried, changed: it.changed, steps: it.steps, more: it.more.map(({ name, old, draft }) => ({ name, old, draft })), less: it.less.map(({ name, old, draft }) => ({ name, old, draft })) })'

say '## Proof'
request=$proven
say 'A certificate as it was given, and one in which somebody else is said to have decided.'
quiet "$rep" GET "$request/certificate" > "$FOLDER/certificate.json"
curl -sS "$ADDRESS/.well-known/pursuit-approval-key" > "$FOLDER/key.pem"
sed "s/$deputy_id/$director_id/" "$FOLDER/certificate.json" > "$FOLDER/altered.json"
for file in certificate altered; do
  { printf '\n```\npursuit verify-certificate %s.json --key key.pem\n' "$file"
    node cli/pursuit.mjs verify-certificate "$FOLDER/$file.json" --key "$FOLDER/key.pem" || true
    printf '```\n'; } | named
done
