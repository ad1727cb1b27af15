"""MEDLINE XML: each field, each kind of damage, and real files."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from lxml import etree

from retrieval.literature.items import Deleted, Fault, Item, Noted, Retracted
from retrieval.literature.medline import read_medline
from retrieval.record import Record

Write = Callable[..., Path]
ARTICLE = """
<PubmedArticle><MedlineCitation Status="MEDLINE">
<PMID Version="{version}">{pmid}</PMID>
<DateRevised><Year>2022</Year><Month>03</Month><Day>09</Day></DateRevised>
<Article><Journal><JournalIssue><PubDate><Year>2021</Year><Month>Feb</Month></PubDate></JournalIssue>
<Title>Journal of Invented Findings</Title><ISOAbbreviation>J Invent Find</ISOAbbreviation></Journal>
<ArticleTitle>{title}</ArticleTitle>{article}<Language>eng</Language></Article>{citation}</MedlineCitation>
<PubmedData>{data}</PubmedData></PubmedArticle>
"""


def article(
    pmid: object = 1,
    *,
    version: int = 1,
    title: str = "A title.",
    article: str = "",
    citation: str = "",
    data: str = "",
) -> str:
    """One PubmedArticle; `article`, `citation` and `data` are put inside Article, MedlineCitation and PubmedData."""
    return ARTICLE.format(pmid=pmid, version=version, title=title, article=article, citation=citation, data=data)


def article_set(*records: str, prolog: str = '<?xml version="1.0" encoding="utf-8"?>\n') -> str:
    return f"{prolog}<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>\n"


def records(items: Iterable[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


def faults(items: Iterable[Item]) -> list[Fault]:
    return [item for item in items if isinstance(item, Fault)]


def one(write: Write, **parts: str) -> Record:
    items = list(read_medline(write(article_set(article(**parts)))))
    assert len(items) == 1
    assert isinstance(items[0], Record)
    return items[0]


def test_identity_and_source(write: Write) -> None:
    record = one(
        write,
        pmid="12",
        version="3",
        article='<ELocationID EIdType="doi" ValidYN="N">10.1/bad</ELocationID>'
        '<ELocationID EIdType="doi" ValidYN="Y">10.1/good</ELocationID>',
        data='<ArticleIdList><ArticleId IdType="doi">10.1/other</ArticleId>'
        '<ArticleId IdType="pmc">PMC7</ArticleId></ArticleIdList>',
    )
    assert (record.id, record.revision, record.source.pmid, record.source.pmcid) == ("pmid:12", 3, "12", "PMC7")
    assert record.source.doi == "10.1/good"
    assert record.source.url == "https://pubmed.ncbi.nlm.nih.gov/12/"
    assert (record.source.journal, record.source.version) == ("J Invent Find", "2022-03-09")
    assert (record.year, record.date, record.language) == (2021, "2021-02", "eng")


def test_ids_of_references_are_not_the_articles_own(write: Write) -> None:
    record = one(
        write,
        data="<ArticleIdList/><ReferenceList><Reference><ArticleIdList>"
        '<ArticleId IdType="doi">10.1/reference</ArticleId><ArticleId IdType="pmc">PMC9</ArticleId>'
        '<ArticleId IdType="pubmed">99</ArticleId></ArticleIdList></Reference></ReferenceList>',
    )
    assert record.source.doi is None
    assert record.source.pmcid is None
    assert record.id == "pmid:1"


def test_structured_abstract(write: Write) -> None:
    record = one(
        write,
        article="<Abstract>"
        '<AbstractText Label="Aims &amp; Scope">We  asked\n why.</AbstractText>'
        '<AbstractText Label="RESULTS:" NlmCategory="RESULTS"> It rose. </AbstractText>'
        '<AbstractText Label="METHODS"/>'
        '<AbstractText Label="UNLABELLED">More.</AbstractText>'
        "<CopyrightInformation>© Somebody</CopyrightInformation></Abstract>",
    )
    assert record.text == "AIMS & SCOPE: We asked why.\nRESULTS: It rose.\nMore."
    bodies = [(section.label, record.text[section.start : section.end]) for section in record.sections]
    assert bodies == [("AIMS & SCOPE", "We asked why."), ("RESULTS", "It rose.")]


def test_inline_markup_and_entities(write: Write) -> None:
    record = one(
        write,
        title="Effect of <i>E. coli</i> on CD4<sup>+</sup> cells &amp; CO<sub>2</sub>&#8212;a study",
        article="<Abstract><AbstractText>Counts of 10<sup>9</sup>/L (10<sup>-3</sup>), log<sub>10</sub>5, kg/m<sup>2"
        "</sup>, <b>bold <u>nested</u></b>; &lt; 5. "
        "<mml:math><mml:msup><mml:mi>10</mml:mi><mml:mn>6</mml:mn></mml:msup>"
        "</mml:math> cells<!-- a comment -->.</AbstractText></Abstract>",
    )
    assert record.title == "Effect of E. coli on CD4+ cells & CO2—a study"
    assert record.text == "Counts of 10^9/L (10^-3), log10 5, kg/m2, bold nested; < 5. 10^6 cells."


@pytest.mark.parametrize(
    ("title", "vernacular", "expected"),
    [
        ("[On sleep.]", "Vom Schlaf.", "On sleep."),
        ("[On sleep].", "Vom Schlaf.", "On sleep."),
        ("", "Vom Schlaf.", "Vom Schlaf."),
        ("[Not Available].", "Vom Schlaf.", "Vom Schlaf."),
        ("[18F]FDG compared with [68Ga]", "", "[18F]FDG compared with [68Ga]"),
    ],
)
def test_translated_titles(write: Write, title: str, vernacular: str, expected: str) -> None:
    assert one(write, title=title, article=f"<VernacularTitle>{vernacular}</VernacularTitle>").title == expected


def test_other_abstract_only_in_english_and_only_without_a_main_one(write: Write) -> None:
    german = '<OtherAbstract Type="Publisher" Language="ger"><AbstractText>Deutsch.</AbstractText></OtherAbstract>'
    english = '<OtherAbstract Type="Publisher" Language="eng"><AbstractText>Plain.</AbstractText></OtherAbstract>'
    main = "<Abstract><AbstractText>Main.</AbstractText></Abstract>"
    assert one(write, citation=german).text == ""
    assert one(write, citation=german + english).text == "Plain."
    assert one(write, article=main, citation=english).text == "Main."


def test_types_headings_keywords(write: Write) -> None:
    record = one(
        write,
        article="<PublicationTypeList><PublicationType>Review</PublicationType></PublicationTypeList>",
        citation="<MeshHeadingList><MeshHeading><DescriptorName>Heart Failure</DescriptorName>"
        "<QualifierName>mortality</QualifierName></MeshHeading></MeshHeadingList>"
        "<KeywordList><Keyword>old age</Keyword></KeywordList>",
    )
    assert (record.publication_types, record.mesh, record.keywords) == (("Review",), ("Heart Failure",), ("old age",))
    assert record.design == "review"


def test_retracted_by_type_or_by_notice(write: Write) -> None:
    kind = "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType></PublicationTypeList>"
    notice = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J. 2022;1:1</RefSource>'
        '<PMID Version="1">77</PMID></CommentsCorrections></CommentsCorrectionsList>'
    )
    assert one(write, article=kind).retracted
    by_notice = one(write, citation=notice)
    assert by_notice.retracted
    assert [(n.type, n.pmid, n.citation) for n in by_notice.notices] == [("RetractionIn", "77", "J. 2022;1:1")]
    assert not one(write).retracted


def test_retraction_notice_names_the_retracted_work(write: Write) -> None:
    notice = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><RefSource>J. 2019</RefSource>'
        '<PMID Version="1">55</PMID></CommentsCorrections><CommentsCorrections RefType="RetractionOf">'
        "<RefSource>no id</RefSource></CommentsCorrections></CommentsCorrectionsList>"
    )
    record, retracted = read_medline(write(article_set(article(77, citation=notice))))
    assert isinstance(record, Record)
    assert not record.retracted
    assert isinstance(retracted, Retracted)
    assert (retracted.id, retracted.notice.type, retracted.notice.pmid) == ("pmid:55", "RetractionIn", "77")


def test_deletions(write: Write) -> None:
    deleted = (
        '<DeleteCitation><PMID Version="1">5</PMID>\n<PMID Version="1">6</PMID></DeleteCitation><DeleteCitation/>'
    )
    items = list(read_medline(write(article_set(article(1), deleted))))
    assert items[1:] == [Deleted("pmid:5"), Deleted("pmid:6")]


def test_book_chapters_with_an_abstract(write: Write) -> None:
    book = (
        "<PubmedBookArticle><BookDocument><PMID>{0}</PMID><ArticleIdList><ArticleId IdType='doi'>10.1/b</ArticleId>"
        "</ArticleIdList><Book><Publisher><PublisherName>House</PublisherName></Publisher><BookTitle>Doses</BookTitle>"
        "<PubDate><Year>2020</Year></PubDate></Book><Language>eng</Language>{1}</BookDocument></PubmedBookArticle>"
    )
    abstract = "<Abstract><AbstractText>What it does.</AbstractText></Abstract>"
    (record,) = read_medline(write(article_set(book.format(1, abstract), book.format(2, ""))))
    assert isinstance(record, Record)
    assert (record.title, record.text, record.year) == ("Doses", "What it does.", 2020)
    assert (record.source.organisation, record.source.doi) == ("House", "10.1/b")


@pytest.mark.parametrize("wrap", [lambda xml: xml, lambda xml: f"<!-- <PubmedArticle> -->\ufeff{xml}"])
def test_a_single_article_is_a_file_too(write: Write, wrap: Callable[[str], str]) -> None:
    assert [record.id for record in records(read_medline(write(wrap(article(3)))))] == ["pmid:3"]


def test_content_decides_about_gzip_not_the_name(write: Write) -> None:
    packed = gzip.compress(article_set(article(1)).encode())
    assert len(list(read_medline(write(packed, "plain.xml")))) == 1


def test_no_entity_is_expanded_and_nothing_is_fetched(write: Write, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    prolog = (
        f'<!DOCTYPE PubmedArticleSet PUBLIC "-//X//EN" "https://dtd.invalid/x.dtd" [<!ENTITY x SYSTEM "{secret}">'
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    )
    hostile = article(1, title="&x;") + article(2, title="&b;") + article(3)
    items = list(read_medline(write(article_set(hostile, prolog=prolog))))
    assert [record.id for record in records(items)] == ["pmid:3"]
    assert len(faults(items)) == 2
    assert "SECRET" not in repr(items)


class TestDamage:
    """Every record around the damage is kept, and the damage is reported with its place."""

    def test_one_bad_record_costs_only_itself(self, write: Write) -> None:
        bad = article(2, title="unclosed <i>tag")
        path = write(article_set(article(1), bad, article(3)))
        items = list(read_medline(path))
        assert [record.id for record in records(items)] == ["pmid:1", "pmid:3"]
        (fault,) = faults(items)
        assert (fault.file, fault.last_good) == (str(path), "pmid:1")
        line = path.read_text()[: path.read_text().index(bad.lstrip())].count("\n") + 1
        assert fault.position.startswith(f"line {line} (byte ")

    def test_record_without_end_tag(self, write: Write) -> None:
        items = list(read_medline(write(article_set(article(1).replace("</PubmedArticle>", ""), article(2)))))
        assert [type(item) for item in items] == [Fault, Record]

    def test_last_record_without_end_tag(self, write: Write) -> None:
        items = list(read_medline(write(article_set(article(1), article(2).replace("</PubmedArticle>", "")))))
        assert [type(item) for item in items] == [Record, Fault]

    @pytest.mark.parametrize("pmid", ["", "x1", "1 2", "-3"])
    def test_record_without_a_usable_pmid(self, write: Write, pmid: str) -> None:
        items = list(read_medline(write(article_set(article(1), article(pmid), article(4)))))
        assert [type(item) for item in items] == [Record, Fault, Record]
        assert "PMID" in faults(items)[0].message

    def test_text_between_records(self, write: Write) -> None:
        items = list(read_medline(write(article_set(article(1), "<oops>&", article(2)))))
        assert [type(item) for item in items] == [Record, Fault, Record]

    @pytest.mark.parametrize("keep", [0.2, 0.5, 0.97])
    def test_truncated_gzip(self, write: Write, keep: float) -> None:
        noise = random.Random(0)
        titles = [noise.randbytes(1000).hex() for _ in range(199)]
        packed = gzip.compress(article_set(*(article(n, title=t) for n, t in enumerate(titles, start=1))).encode())
        items = list(read_medline(write(packed[: int(len(packed) * keep)], "cut.xml.gz")))
        kept = records(items)
        (fault,) = faults(items)
        assert items[-1] is fault
        assert fault.last_good == kept[-1].id
        assert "cut off" in fault.message
        assert [record.id for record in kept] == [f"pmid:{n}" for n in range(1, len(kept) + 1)]
        assert len(kept) > 199 * keep - 15

    def test_damaged_gzip(self, write: Write) -> None:
        packed = bytearray(gzip.compress(article_set(*(article(n) for n in range(1, 50))).encode()))
        packed[-6] ^= 0xFF  # the checksum: everything was read before it is found wrong
        items = list(read_medline(write(bytes(packed))))
        assert len(records(items)) == 49
        assert "damaged" in faults(items)[0].message

    def test_truncated_plain_file(self, write: Write) -> None:
        whole = article_set(article(1), article(2))
        for end in (whole.index("<PMID", whole.index("</PubmedArticle>")), whole.rindex("</PubmedArticleSet>")):
            items = list(read_medline(write(whole[:end])))
            assert records(items)[0].id == "pmid:1"
            assert "ends" in faults(items)[0].message

    @pytest.mark.parametrize("content", ["", "   \n", "<html><body/></html>", "no xml", "\0\1\2"])
    def test_not_pubmed_xml(self, write: Write, content: str) -> None:
        (fault,) = read_medline(write(content))
        assert isinstance(fault, Fault)
        assert fault.last_good is None

    def test_missing_file(self, tmp_path: Path) -> None:
        (fault,) = read_medline(tmp_path / "none.xml")
        assert isinstance(fault, Fault)

    def test_not_utf8(self, write: Write) -> None:
        data = article_set(article(1), article(2, title="caf\xe9"), article(3)).encode("latin-1")
        assert [type(item) for item in read_medline(write(data))] == [Record, Fault, Record]

    def test_an_empty_set_is_no_fault(self, write: Write) -> None:
        assert list(read_medline(write(article_set()))) == []


@pytest.mark.shared
def test_real_files_of_odd_shapes(shared: Path) -> None:
    paths = sorted((shared / "medline_xml").glob("*.xml"))
    assert paths
    for path in paths:
        root = etree.parse(str(path), etree.XMLParser(load_dtd=False, no_network=True)).getroot()
        items = list(read_medline(path))
        assert not faults(items), path.name
        found = records(items)
        assert [record.source.pmid for record in found] == [
            element.findtext("MedlineCitation/PMID") for element in root.iter("PubmedArticle")
        ], path.name
        for record, element in zip(found, root.iter("PubmedArticle"), strict=True):
            parts = element.findall("MedlineCitation/Article/Abstract/AbstractText")
            letters = "".join(char for part in parts for char in "".join(part.itertext()) if char.isalpha())
            bodies = record.text
            for section in reversed(record.sections):
                bodies = bodies[: section.start - len(section.label) - 2] + bodies[section.start :]
            assert "".join(char for char in bodies if char.isalpha()) == letters, path.name
            assert record.year
            assert record.title


def test_an_update_notes_the_work_it_updates_and_a_withdrawal_retracts_it(write: Write) -> None:
    update = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="UpdateOf"><RefSource>Cochrane 2014</RefSource>'
        '<PMID Version="1">55</PMID></CommentsCorrections></CommentsCorrectionsList>'
    )
    record, noted = read_medline(write(article_set(article(77, citation=update))))
    assert isinstance(record, Record) and not record.retracted
    assert isinstance(noted, Noted)
    assert (noted.id, noted.notice.type, noted.notice.pmid) == ("pmid:55", "UpdateIn", "77")
    withdrawal = article(77, title="WITHDRAWN: Aspirin.", citation=update)
    record, retracted = read_medline(write(article_set(withdrawal)))
    assert isinstance(record, Record) and record.retracted
    assert isinstance(retracted, Retracted) and retracted.id == "pmid:55"
