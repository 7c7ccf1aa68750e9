"""The look of the HTML catalogue."""

from __future__ import annotations

STYLE = """\
:root {
  --ink: #1d2430; --soft: #566072; --paper: #fff; --tint: #f4f6f9; --line: #d9dee6; --link: #0b57a4;
  --critical: #8c1020; --high: #a8410b; --medium: #7a5b00; --low: #22623a; --info: #3d4a63;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e8ef; --soft: #a3adbd; --paper: #14181f; --tint: #1e242e; --line: #353d4b; --link: #82b7f5;
    --critical: #ff8a94; --high: #ffab7a; --medium: #e8c45a; --low: #7fd29a; --info: #b3c0da;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 100%/1.6 system-ui, "Segoe UI", Roboto, sans-serif; }
body { margin: 0; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2em 0 .5em; }
h1 { font-size: 1.9rem; margin-top: 0; }
h2 { font-size: 1.4rem; }
h3 { font-size: 1.1rem; }
h4 { font-size: 1rem; color: var(--soft); }
p, ul, ol, dl, pre, .wide { margin: .6em 0 1em; }
article { border-top: 3px solid var(--line); margin-top: 3.5rem; padding-top: .5rem; break-before: page; }
article > h2:first-child { margin-top: .8em; }
a { color: var(--link); }
em { font-style: italic; }
code, pre { font: .9em/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
code { background: var(--tint); border-radius: 3px; padding: .1em .3em; overflow-wrap: anywhere; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; }
pre { overflow-x: auto; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
dl { border: 1px solid var(--line); border-radius: 6px; padding: .5rem 1rem; }
dl div { display: flex; gap: 1rem; padding: .15rem 0; }
dt { color: var(--soft); flex: 0 0 8rem; overflow-wrap: anywhere; }
dd { margin: 0; min-width: 0; }
li { margin: .3em 0; }
.note { color: var(--soft); margin: .3em 0 .8em; }
.quote { background: var(--tint); border-left: 4px solid var(--medium); padding: .7rem 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top; }
td code { overflow-wrap: normal; white-space: nowrap; }
th { color: var(--soft); font-weight: 600; }
.badge { border: 1px solid currentColor; border-radius: 1em; font-size: .85em; padding: .05em .6em; }
.critical { color: var(--critical); font-weight: 700; }
.high { color: var(--high); font-weight: 600; }
.medium { color: var(--medium); }
.low { color: var(--low); }
.info { color: var(--info); }
.up { font-size: .9em; }
@media print { main { max-width: none; padding: 0; } .up { display: none; } }
"""
