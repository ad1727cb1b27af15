"""Names that surrogates are drawn from, and given names whose bearer's sex is plain. Written for this project."""

from __future__ import annotations

FEMALE = tuple(
    "Alice Amelia Audrey Beatrice Bridget Camille Celia Clara Cora Daphne "
    "Delia Edith Elaine Eleanor Eloise Estelle Fiona Flora Frances "
    "Genevieve Harriet Helena Imogen Ingrid Irene Isadora Josephine Judith "
    "Lavinia Leonora Lorna Lucinda Mabel Marion Matilda Miriam "
    "Nadine Nora Octavia Olive Ottilie Phoebe Priscilla Ramona Rosalind "
    "Sabrina Selma Sylvia Tabitha Thelma Ursula Viola Winifred Zelda".split()
)
MALE = tuple(
    "Abner Alistair Ambrose Archibald Augustus Barnaby Basil Bertram Cedric "
    "Clement Conrad Cyril Desmond Duncan Edgar Edmund Emmett Ernest "
    "Ferdinand Felix Gideon Gilbert Godfrey Hector Herbert Hugo Humphrey "
    "Ignatius Irving Jasper Julius Lambert Leopold Linus Ludwig Magnus "
    "Maurice Milton Mortimer Norbert Orson Oswald Percival Quentin Reginald "
    "Roland Rufus Rupert Sebastian Silas Theodore Ulric Vernon Wilfred".split()
)
EITHER = tuple(
    (
        "Alex Ariel Ashby Avery Blair Cameron Casey Dana Devon Drew Ellis Emery "
        "Finley Harper Jamie Jules Kelsey Lane Marlow Morgan Noel Parker Quinn "
        "Reese Robin Rowan Sage Shelby Sidney Tatum"
    ).split()
)
FAMILY = tuple(
    "Abernathy Ackerley Aldersey Applegarth Ashcombe Atherley Bainbrigge "
    "Balderstone Barraclough Bellingham Birtwhistle Blackwood Bramwell "
    "Brocklehurst "
    "Carmody Castleton Chadbourne Charlesworth Clutterbuck Colebrooke Coverdale "
    "Cranfield Dalrymple Danforth Dunmore Eastwick Ellsworth Entwistle "
    "Fairbairn Fenwick Fotheringham Gainsford Garthwaite Gillespie Goodenough "
    "Greatorex Grimshaw Hadleigh Hathersage Heathcote Higginbotham Holdsworth "
    "Inglethorpe Jessop Kershaw Killingworth Langstaff Lockhart Loxley "
    "Mainwaring Marchbanks Merriweather Micklethwait Netherfield Norwood "
    "Oakeshott "
    "Osgood Pemberton Pettigrew Plumtree Prendergast Ravensworth Rothwell "
    "Rowbottom Satterthwaite Scarborough Shackleford Sotheby Staveley Sutcliffe "
    "Tattersall Thistlewood Thornbury Trelawney Umberleigh Vavasour Wadsworth "
    "Wainwright Westerby Whitcombe Winterbourne Woolstencroft Wycherley "
    "Yardley".split()
)
TOWNS = tuple(
    "Alderbrook Ashgrove Barrowfield Birchwater Brambleton Caldermoor Cedarholm "
    "Cloverdown Coldharbour Dunleigh Eastmere Elmhollow Fallowfield Fernley "
    "Glenharrow Greywater Hartsmere Hollowbrook Ivybridge Kestrelton Larkfield "
    "Linden Lowmarsh Marlbrook Millhaven Northmere Oakvale Pinehollow Quarryton "
    "Ravenholt Redmarsh Rushford Silverbrook Stonemere Thornvale Underwood "
    "Valebridge Westhollow Willowmere Wrenfield".split()
)
STREETS = tuple(
    (
        "Alder Aspen Birch Bluebell Bramble Chestnut Clover Elder Fern Foxglove "
        "Hawthorn Hazel Heather Hickory Juniper Larch Laurel Linden Lupin Maple "
        "Meadow Mulberry Orchard Poplar Primrose Rowan Sorrel Sycamore Thistle "
        "Willow"
    ).split()
)

FEMALE_SEEN = frozenset(name.lower() for name in FEMALE) | frozenset(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah "
    "karen lisa nancy betty margaret sandra ashley kimberly emily donna "
    "michelle carol amanda "
    "dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen "
    "amy angela anna brenda pamela emma nicole helen samantha katherine "
    "christine debra rachel "
    "carolyn janet catherine maria heather diane ruth julie olivia joyce "
    "virginia victoria kelly lauren christina joan evelyn megan andrea "
    "cheryl hannah jacqueline "
    "martha gloria teresa ann sara madison kathryn janice jean abigail "
    "sophia rose judy theresa beverly denise marilyn amber danielle brittany "
    "diana natalie grace "
    "ana carmen rosa lucia fatima aisha priya mei yuki hope faith may".split()
)
MALE_SEEN = frozenset(name.lower() for name in MALE) | frozenset(
    "james robert john michael david william richard joseph thomas charles "
    "christopher daniel matthew anthony mark donald steven paul andrew "
    "joshua kenneth kevin brian "
    "george timothy ronald edward jason jeffrey ryan jacob gary nicholas "
    "eric jonathan stephen larry justin scott brandon benjamin samuel gregory "
    "alexander frank "
    "patrick raymond jack dennis jerry tyler aaron jose adam nathan henry "
    "douglas zachary peter kyle ethan walter noah jeremy christian keith "
    "roger terry austin sean "
    "gerald carl harold dylan arthur lawrence jordan jesse bryan billy "
    "bruce gabriel joe logan alan juan albert willie elijah wayne randy "
    "vincent mason roy ralph "
    "carlos luis miguel mohammed ahmed ali wei hiroshi raj will".split()
)
