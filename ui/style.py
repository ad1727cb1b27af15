"""The page's style: system fonts, colours derived from the theme's own text colour, so light and dark both hold."""

from __future__ import annotations

from typing import Final

CSS: Final = """<style>
.stMainBlockContainer { padding-top: 3rem; }
.stHeading h1 { font-size: 2.2rem; }
.stHeading h2 { font-size: 1.5rem; }
.stHeading h3 { font-size: 1.15rem; }
.cc-sentence, .cc-abstention, .cc-problem {
  border-left: 4px solid #2f6f9f; padding-left: .9rem; margin-bottom: 1.1rem; }
.cc-problem { border-left-color: #c0392b; }
.cc-abstention { border-left-color: #8a6d00; }
.cc-claim { font-size: 1.1rem; line-height: 1.5; margin: 0 0 .5rem; font-weight: 500; }
.cc-source, .cc-more { margin: 0 0 .4rem; }
.cc-source > summary, .cc-more > summary { cursor: pointer; padding: .3rem .2rem; line-height: 1.4; }
.cc-source > summary { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; }
.cc-abstention h3 { font-size: 1rem; padding: .4rem 0 .2rem; }
summary:focus-visible { outline: 3px solid #2f6f9f; outline-offset: 2px; border-radius: 3px; }
.cc-body { padding: .6rem .8rem; margin: .2rem 0 .6rem; border-radius: 6px;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  background: color-mix(in srgb, currentColor 4%, transparent); }
.cc-body ul { margin: 0; }
.cc-text { white-space: pre-line; line-height: 1.6; overflow-wrap: anywhere; }
.cc-text mark { background: #ffe08a; color: #1a1a1a; padding: .05em .1em; border-radius: 2px; }
.cc-about { color: color-mix(in srgb, currentColor 80%, transparent); font-size: .9rem; margin: 0 0 .5rem; }
.cc-warning { font-weight: 600; }
.cc-links { margin: 0; overflow-wrap: anywhere; }
.cc-progress { margin: .4rem 0; }
.cc-notice {
  margin: 0; padding-left: .9rem; border-left: 4px solid color-mix(in srgb, currentColor 40%, transparent); }
.cc-background { margin: 0; padding: 0 !important; }
.cc-background dt { font-weight: 600; margin-top: .7rem; }
.cc-background dd { margin: 0; }
li, dd { overflow-wrap: anywhere; }
.cc-verdict { border-left: 4px solid #2e7d4f; padding-left: .9rem; margin-bottom: .6rem; }
.cc-review { border-left-color: #8a6d00; }
.cc-withhold { border-left-color: #c0392b; }
.cc-pane { max-height: 26rem; overflow: auto; padding: .7rem .8rem; border-radius: 6px; line-height: 1.9;
  white-space: pre-wrap; overflow-wrap: anywhere;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.cc-pane:focus-visible { outline: 3px solid #2f6f9f; outline-offset: 2px; }
.cc-id { color: #1a1a1a; padding: .1em .2em; border-radius: 3px; border-bottom: 2px solid #1a1a1a; }
.cc-person { background: #ffd9b8; }
.cc-place { background: #cfe8c6; }
.cc-time { background: #ffe9a3; }
.cc-contact { background: #cfe3fb; }
.cc-number { background: #e6d7f5; }
.cc-tag { font-size: .72rem; font-weight: 600; white-space: nowrap; }
.cc-table { border-collapse: collapse; width: 100%; font-size: .92rem; }
.cc-table caption { text-align: left; font-weight: 600; padding: .3rem 0; }
.cc-table th, .cc-table td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; }
.cc-table tr { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
.cc-table .cc-count { text-align: right; font-variant-numeric: tabular-nums; }
@media (max-width: 640px) {
  .cc-table caption, .cc-table tbody, .cc-table tr, .cc-table td { display: block; }
  .cc-table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cc-table tr { padding: .4rem 0; }
  .cc-table td, .cc-table .cc-count { padding: .1rem 0; text-align: left; overflow-wrap: anywhere; }
  .cc-table td::before { content: attr(data-label) ": "; font-weight: 600; }
}
.cc-code { margin: 0; padding: 0; background: none; font-size: .78rem; line-height: 1.5; white-space: pre-wrap; }
.cc-code del, .cc-code ins { text-decoration: none; font-weight: 600; border-radius: 2px; color: #1a1a1a; }
.cc-code del { background: #ffd9b8; }
.cc-code ins { background: #cfe8c6; }
</style>"""
