/**
 * What `ambush --help` says. Plain text of its own, so that asking for help loads nothing else.
 */

export const rootHelp = `Put a program in a pane, ambush it on a timeline of stress, and trace every decision.

Usage
  ambush <command> [options]
  ambush PROGRAM --timeline FILE [options] [-- ARGS...]

Commands
  run FILE       ambush the program of a timeline, live, and say what was found
  check FILE     tell every problem of a timeline; nothing is started
  plan FILE      draw its lanes over time, and what they would take of this host
  rehearse FILE  play it in virtual time, with a program that follows a script
  schema NAME    print a JSON Schema: timeline, report, envelope or log-line
  detect FILE    read a terminal recording, and tell when its program compacted its context
  events FILE    list the events of a session log
  chain FILE ID  draw what caused what in one operation of a session log
  why FILE ID    say why an event did or did not start, or who decided about it, on which values
  metrics FILE   measure the kernel on a session log, beside its targets
  replay FILE    ask a recorded kernel session again, and compare every verdict
  machine        list the statecharts, or export one: JSON for XState, Mermaid, SVG

Commands of the host, which keeps panes in the background
  up             start it; pane open starts it, too
  down           end it, and every program in its panes
  pane           open, ls, attach, inject, type, resize, kill, restart, close, screen, explain,
                 record
  safe-mode      on, off: hold back whatever is not critical
  contracts      ls, approve, reject, promote
  Without a file, events, chain and why ask the host; events --follow goes on.

Options
  -q, --quiet    print nothing but problems
  -V, --version  print the version
  -h, --help     print this help; \`ambush run --help\` tells the options of a command

Examples
  ambush check timeline.yaml
  ambush run timeline.yaml --output report.json --log session.ndjson
  ambush ./my-program --timeline timeline.yaml --source ./src -- --port 8080

Exit status
  0 pass   1 weakness found   2 invalid input, nothing was started   3 inconclusive
  4 internal error   5 aborted   6 host not fully restored   130, 143 interrupted
`;

/** Examples at the end of a command's own help. */
export const examples = {
  run: `
Examples
  ambush run timeline.yaml
  ambush run timeline.yaml --output report.json --exit-zero
  ambush run timeline.yaml --program ./my-program -- --port 8080
  generate-timeline | ambush run - --quiet
`,
  check: `
Examples
  ambush check timeline.yaml
  ambush check --json - < timeline.yaml
`,
  plan: `
Examples
  ambush plan timeline.yaml
  ambush plan timeline.yaml --json --seed 7
`,
  rehearse: `
Examples
  ambush rehearse timeline.yaml
  ambush rehearse timeline.yaml --crash-at 12s --signal cpu_load=0.9@10s..20s
  ambush rehearse timeline.yaml --exit-at 20s=3 --output - --quiet | jq .ambush.run
`,
  schema: `
Examples
  ambush schema timeline > timeline.schema.json
`,
  detect: `
Examples
  ambush detect session.cast
  ambush detect session.cast --cli claude --explain
  ambush detect screen.bin --cols 120 --rows 40
  program | ambush detect -
`,
  events: `
Examples
  ambush events session.ndjson --type target.crashed,clip.*
  ambush events session.ndjson --since 12s --until 20s
  ambush events session.ndjson --correlation a51943b5 --json | jq .payload
`,
  chain: `
Examples
  ambush chain session.ndjson a51943b5
  ambush chain session.ndjson a51943b5 --json | jq '.trees[0].event'
`,
  why: `
Examples
  ambush events session.ndjson --type inject.dropped,target.crashed
  ambush why session.ndjson 6c75ccff
  ambush why report.json memory-followup
  ambush why report.json 'p95(latency_ms) < 200'
`,
  metrics: `
Examples
  ambush metrics session.ndjson
  ambush metrics session.ndjson --json | jq '.metrics[] | {id, value, verdict}'
`,
  replay: `
Examples
  ambush replay session.ndjson
  ambush replay session.ndjson --contract my-contract.mjs --enforce my-contract

Exit status
  0 the same verdicts   1 some verdicts differ   2 invalid input
`,
  machine: `
Examples
  ambush machine list
  ambush machine export pane --format svg --output pane.svg
`,
  machineExport: `
Examples
  ambush machine export injection > injection.json
  ambush machine export detector --format mermaid
  ambush machine export conductor --format svg --output conductor.svg
`,
  up: `
Examples
  ambush up
  ambush up --log session.ndjson
  ambush up --contract my-contract.mjs
`,
  pane: `
Examples
  ambush pane open -- bash
  ambush pane attach 1
  ambush pane inject 1 'make test' --wait
  ambush pane explain 1
`,
  paneOpen: `
Examples
  ambush pane open -- bash
  ambush pane open --cli claude --cols 120 --rows 40 -- claude
  id=$(ambush pane open -- python3 -i)
`,
  paneAttach: `
The keys go to the program, and the pane takes the size of your terminal. While you type, and for
two seconds after, messages that others inject wait.
`,
  paneInject: `
Examples
  ambush pane inject 1 'run the tests' --wait
  git diff | ambush pane inject 1 - --lossy
  ambush pane inject 1 --wait -- '-v is what I mean'

Exit status
  0 written, or waiting for its turn; with --wait verified   1 not   2 invalid input
`,
  contracts: `
Examples
  ambush contracts ls
  ambush contracts approve my-contract --by ada
  ambush contracts promote my-contract
`,
  ambush: `
Examples
  ambush ./my-program --timeline timeline.yaml
  ambush ./my-program --timeline timeline.yaml --source ./src -- --port 8080
`,
} as const;
