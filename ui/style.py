"""The page's style: system fonts, colours derived from the theme's own text colour, so light and dark both hold."""

from __future__ import annotations

from typing import Final

CSS: Final = """<style>
.stMainBlockContainer { padding-top: 3rem; }
.stHeading h1 { font-size: 2.2rem; }
.stHeading h2 { font-size: 1.5rem; }
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
</style>"""
