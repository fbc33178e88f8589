#!/usr/bin/env bash
# One sale from its opening to its close-out, with curl alone, on a running `npm start`.
#   ADDRESS=http://127.0.0.1:8080 PASSWORD="$(cat .pursuit/password)" docs/walk.sh
set -euo pipefail
ADDRESS=${ADDRESS:-http://127.0.0.1:8080}
PASSWORD=${PASSWORD:-$(cat .pursuit/password)}
RUN=$(date +%s)

# field NAME: that field of the JSON on standard input
field() { node -e 'let t="";process.stdin.on("data",c=>t+=c).on("end",()=>console.log(process.argv[1].split(".").reduce((v,k)=>v?.[k],JSON.parse(t))??""))' "$1"; }

# as TOKEN METHOD PATH [BODY]: asks, and prints the answer; every command goes under a key of its own
as() {
  curl -sS -X "$2" "$ADDRESS/api/v1$3" -H "authorization: Bearer $1" -H "idempotency-key: $(node -p 'crypto.randomUUID()')" \
    ${4:+-H 'content-type: application/json' -d "$4"}
}
sign_in() {
  curl -sS "$ADDRESS/api/v1/session" -H 'content-type: application/json' -d "{\"email\":\"$1\",\"password\":\"$2\",\"token\":\"bearer\"}" | field token
}
show() { printf '%-58s %s\n' "$1" "$2"; }
now() { node -p 'new Date().toISOString()'; }

admin=$(sign_in admin@pursuit.example "$PASSWORD")
person() { as "$admin" POST /users "{\"name\":\"$1\",\"email\":\"$1-$RUN@walk.example\",\"roles\":[\"$2\"],\"superiorId\":$3,\"language\":\"en\",\"password\":\"a long enough secret\"}" | field id; }
team=$(as "$admin" POST /teams "{\"name\":\"North $RUN\"}" | field id)
chief_id=$(person chief leadership null)
director_id=$(person director manager "\"$chief_id\"")
manager_id=$(person manager manager "\"$director_id\"")
rep_id=$(person rep rep "\"$manager_id\"")
as "$admin" PATCH "/users/$rep_id" "{\"teamId\":\"$team\"}" > /dev/null
for who in chief director manager rep; do declare "$who=$(sign_in "$who-$RUN@walk.example" 'a long enough secret')"; done

customer=$(as "$rep" POST /customers '{"name":"Harbour Hotel"}' | field id)
contact=$(as "$rep" POST "/customers/$customer/contacts" '{"name":"Ms Lin","title":"Engineering director"}' | field id)
sale=$(as "$rep" POST /opportunities "{\"name\":\"Harbour Hotel, three boilers\",\"customerId\":\"$customer\",\"amount\":{\"amount\":\"3000000.00\",\"currency\":\"CNY\"}}" | field opportunity.id)
show 'The rep opens a sale' "$sale"

document() { printf '%s' "$1" > "/tmp/walk-$RUN.txt"; curl -sS "$ADDRESS/api/v1/opportunities/$sale/documents" -H "authorization: Bearer $rep" -H "idempotency-key: $(node -p 'crypto.randomUUID()')" -F "file=@/tmp/walk-$RUN.txt;type=text/plain"; rm "/tmp/walk-$RUN.txt"; }
paper=$(document 'The customer signed here.')
paper_id=$(field id <<< "$paper")
paper_hash=$(field sha256 <<< "$paper")

# The least evidence each checkpoint asks for, made from the playbook's own description of its fields.
evidence() {
  as "$rep" GET /playbooks/project-sales/versions/1 | CONTACT=$contact USER_ID=$rep_id DOCUMENT=$paper_id HASH=$paper_hash node -e '
    const plain = { text: "as agreed", "long-text": "as agreed", "yes-no": true, number: 1, percent: 100, score: 9, money: { amount: "3000000.00", currency: "CNY" },
      date: new Date().toISOString().slice(0, 10), instant: new Date().toISOString(), contact: process.env.CONTACT, user: process.env.USER_ID, document: process.env.DOCUMENT };
    const value = (f) => f.key === "signedCopySha256" ? process.env.HASH : f.kind === "choice" ? (f.many ? [f.choices[0].key] : f.choices[0].key)
      : f.kind === "table" ? Array.from({ length: Math.max(f.minRows, 0) }, (_, i) => { const row = all(f.columns); if (f.sum) row[f.sum.column] = i ? 0 : f.sum.total; return row; }) : plain[f.kind];
    const all = (fields) => Object.fromEntries(fields.filter((f) => f.required).map((f) => [f.key, value(f)]));
    let text = ""; process.stdin.on("data", (c) => text += c).on("end", () => console.log(JSON.stringify(all(JSON.parse(text).document.stages.flatMap((s) => s.checkpoints).find((c) => c.key === process.argv[1]).fields))));' "$1"
}
claim() { as "$rep" POST "/opportunities/$sale/checkpoints/$1/claim" "{\"occurredAt\":\"$(now)\",\"note\":\"Seen with my own eyes.\",\"evidence\":$(evidence "$1")}"; }
verify() { as "$manager" POST "/opportunities/$sale/checkpoints/$1/verify" '{"verdict":"accept"}'; }

show 'A gate cannot be skipped' "$(claim bid-submitted | field detail)"
for checkpoint in project-info-confirmed qualification-passed key-person-engaged covert-supporter-secured purchase-criteria-aligned bid-submitted; do
  answer=$(claim "$checkpoint")
  [ -n "$(field opportunity.id <<< "$answer")" ] || { echo "$answer" >&2; exit 1; }
  [ "$(field opportunity.pendingVerifications <<< "$answer")" = 0 ] || answer=$(verify "$checkpoint")
  show "$checkpoint" "now in $(field opportunity.stage <<< "$answer")"
done

terms='{"terms":{"amount":{"amount":"3000000.00","currency":"CNY"},"listAmount":{"amount":"3000000.00","currency":"CNY"},"grossMarginPercent":28,"paymentDays":30,"prepaymentPercent":30,"penalty":"capped","liability":"capped","warrantyMonths":24,"creditGrade":"A"}}'
hash=$(as "$rep" POST "/opportunities/$sale/contracts" "$terms" | field hash)
as "$rep" POST "/opportunities/$sale/contracts/1/submit" > /dev/null
approval="/approvals/$sale:1"
until [ "$(as "$manager" GET "$approval" | field status)" = open ]; do sleep 0.2; done
show 'The submitter may not approve' "$(as "$rep" POST "$approval/approve" "{\"hash\":\"$hash\"}" | field title)"
show 'The manager approves' "event $(as "$manager" POST "$approval/approve" "{\"hash\":\"$hash\"}" | field seq)"
show 'Leadership approves' "event $(as "$chief" POST "$approval/approve" "{\"hash\":\"$hash\"}" | field seq)"
until [ "$(as "$rep" GET "/opportunities/$sale" | field approval.approved)" = true ]; do sleep 0.2; done
signature="{\"occurredAt\":\"$(now)\",\"evidence\":$(evidence contract-signed)}"
show 'The contract is signed' "won: $(as "$rep" POST "/opportunities/$sale/contracts/1/signature" "$signature" | field opportunity.won)"
claim acceptance-passed > /dev/null
show 'The work is accepted' "now in $(verify acceptance-passed | field opportunity.stage)"
show 'The project is closed' "$(claim project-closed | field opportunity.state)"

# The same playbook on a fast clock: a working day is 0.2 seconds. Nobody touches the next sale, so it rises up the line by itself.
fast=$(as "$admin" GET /playbooks/project-sales/versions/1 | node -e '
  const days = { workingDays: 1, workingHours: 8, days: 1, hours: 24 };
  const faster = (it) => { const [[unit, n] = []] = Object.entries(it ?? {}); return days[unit] && Object.keys(it).length === 1 ? { seconds: (n / days[unit]) * 0.2 } : null; };
  const walk = (it) => Array.isArray(it) ? it.map(walk) : it === null || typeof it !== "object" ? it : faster(it) ?? Object.fromEntries(Object.entries(it).map(([k, v]) => [k, walk(v)]));
  let t = ""; process.stdin.on("data", (c) => t += c).on("end", () => console.log(JSON.stringify({ document: walk(JSON.parse(t).document) })));')
as "$admin" POST "/playbooks/fast-$RUN/versions" "$fast" > /dev/null
show 'A playbook in seconds' "$(as "$admin" POST "/playbooks/fast-$RUN/versions/1/publish" | field status)"
stalled=$(as "$rep" POST /opportunities "{\"name\":\"Lake Hotel\",\"customerId\":\"$customer\",\"playbook\":\"fast-$RUN\"}" | field opportunity.id)
escalated() { as "$1" GET /inbox | node -e 'let t="";process.stdin.on("data",c=>t+=c).on("end",()=>console.log(JSON.parse(t).items.find(({kind,workflowId})=>kind==="escalated"&&workflowId==="opportunity:'"$stalled"'")?.subject??""))'; }
for who in manager director chief; do
  until [ -n "$(escalated "${!who}")" ]; do sleep 0.2; done
  show "The stalled stage reaches the $who" "$(escalated "${!who}")"
done
as "$manager" POST "/opportunities/$stalled/close" '{"outcome":"abandoned","reason":"It was never meant."}' > /dev/null
