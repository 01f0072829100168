"""Given names and what those who bear them are called: Robert is Bob, José is Pepe."""

from collections.abc import Mapping
from functools import cache

_CALLED = """
abigail: abby gail
abraham: abe bram
adelaide: addie heidi
adriana: adri
agnes: aggie nessie
albert: al bert bertie
alberto: beto tito
alejandra: ale jandra sandra
alejandro: ale alex jandro
alexander: alex al sandy xander sasha
alexandra: alex sandra sandy lexi sasha
alfonso: poncho fonso
alfred: al fred freddie alf
alfredo: fredo fredy
amanda: mandy
andrea: andy drea
andrew: andy drew
angela: angie
ann: annie nan nancy
anna: annie ana nan
anthony: tony ant
antoinette: toni nettie
antonia: toni tona
antonio: tony tono toni
arthur: art artie
barbara: barb barbie babs
beatrice: bea trixie
beatriz: bea betty
benedict: ben
benjamin: ben benny benji
bernard: bernie barney
bradley: brad
brandon: bran
brenda: bren
caroline: carrie carol
carlos: carlitos charlie
catherine: cathy cate cat kate katie kitty
cecilia: ceci cissy celia
charles: charlie chuck chas chip
charlotte: lottie charlie
christina: chris chrissy tina christy
christine: chris chrissy tina christy
christopher: chris kit topher
clara: clare
concepcion: concha conchita
consuelo: chelo
cristina: cris tina
cynthia: cindy
daniel: dan danny
daniela: dani
david: dave davy
deborah: deb debbie debby
dennis: denny
dolores: lola lolita
donald: don donny
dorothy: dot dottie dolly
douglas: doug
eduardo: lalo edu
edward: ed eddie ned ted teddy
eleanor: ellie nell nora
elizabeth: liz lizzy lizzie beth betty betsy bess eliza lisa libby
emily: em emmy
enrique: quique kike
ernesto: neto
eugene: gene
eugenia: genie
evelyn: evie
ezekiel: zeke
federico: fede kiko
felipe: pipe
fernando: nando fer
florence: flo flossie
frances: fran franny fanny
francis: frank fran
francisca: paca pancha paquita
francisco: paco pancho frank cisco kiko curro
franklin: frank
frederick: fred freddie fritz rick
gabriel: gabe gabi
gabriela: gabi gaby
gerald: gerry jerry
gerard: gerry jerry
gilbert: gil bert
gregory: greg
guadalupe: lupe lupita
guillermo: memo guille billy
harold: hal harry
helen: nell nellie
henry: hank harry hal
herbert: herb bert
hortensia: tencha
ignacio: nacho
isaac: ike zac
isabel: isa chabela bella
isabella: bella izzy
jacob: jake
jacqueline: jackie
james: jim jimmy jamie
jane: janie
janet: jan
jeffrey: jeff
jennifer: jen jenny
jessica: jess jessie
jesus: chuy chucho suso
joan: joanie
joaquin: quino
john: johnny jack jon
jonathan: jon jonny nathan
joseph: joe joey jo
josephine: jo josie
joshua: josh
jose: pepe chepe pepito
josefa: pepa
josefina: fina pepa
juan: juanito
judith: judy
julia: julie
julian: jules
katherine: kathy kate katie kat kit kitty
kathleen: kathy kate kathie
kenneth: ken kenny
kimberly: kim
lawrence: larry laurie
leonard: leo len lenny
leonardo: leo
leroy: lee roy
lillian: lil lilly
louis: lou louie
louise: lou
luis: lucho
luisa: lucha
lucia: lucy
madeline: maddie
manuel: manny manolo
manuela: manola
marcos: marc
margaret: maggie meg peg peggy marge margie greta daisy rita
margarita: margo rita
maria: mari mary maruja
martha: marty patty
martin: marty
mary: molly polly mamie
matilda: tilly mattie
matthew: matt matty
maureen: mo
maximilian: max
melissa: mel missy
mercedes: merche meche
michael: mike mick mickey mikey
michelle: shelly
miguel: migue
mildred: millie
monica: moni
nancy: nan
natalia: naty
nathan: nate nat
nathaniel: nate nat nathan
nicholas: nick nicky
nicolas: nico
nicole: nicky
olivia: liv livvy ollie
oscar: ossie
pamela: pam
patricia: pat patty tricia trish pati
patrick: pat paddy rick
pedro: perico
peter: pete
philip: phil pip
phillip: phil pip
phyllis: phyl
priscilla: cilla
rachel: rae
rafael: rafa
ralph: ralphie
ramon: moncho
raymond: ray
rebecca: becky becca
reginald: reg reggie
ricardo: rick richie cardo
richard: dick rick ricky rich richie
roberta: bobbie robbie
robert: bob bobby rob robbie bert
roberto: beto bobby rob
rodrigo: rodri
roger: rodge
ronald: ron ronnie
rosalind: roz
rosario: charo
rose: rosie
rosa: rosita
rudolph: rudy
rosemary: rosie
ruben: rube
russell: russ rusty
salvador: chava salva
samantha: sam
samuel: sam sammy
sandra: sandy
santiago: santi chago
sarah: sally sadie
sebastian: seb bastian
sergio: checo
sharon: shari
solomon: sol
socorro: coco
sofia: sofi
stanley: stan
stephanie: steph stevie
stephen: steve stevie
steven: steve stevie
susan: sue susie suzy
susana: susi
suzanne: sue suzy
teresa: terry tere tess
theodore: ted teddy theo
theresa: terry tess tessa
thomas: tom tommy
timothy: tim timmy
valentina: vale
valerie: val
vanessa: nessa
veronica: vero ronnie
vicente: chente
victor: vic
victoria: vicky tori
vincent: vince vinny
virginia: ginny ginger
walter: walt wally
wendell: dell
wilfred: will fred
william: bill billy will willie liam
winifred: winnie
zachary: zach zack
"""
"""In keys: a name in full, and the ones by which people go."""


@cache
def _names_in_full() -> Mapping[str, frozenset[str]]:
    """By any of these names: the full ones that it may stand for, itself if it is one."""
    found: dict[str, set[str]] = {}
    for line in _CALLED.strip().splitlines():
        full, called = line.split(":")
        for name in (full, *called.split()):
            found.setdefault(name, set()).add(full)
    return {name: frozenset(full) for name, full in found.items()}


@cache
def _called() -> Mapping[str, frozenset[str]]:
    """By full name: it, and those by which people of that name go."""
    lines = (line.split(":") for line in _CALLED.strip().splitlines())
    return {full: frozenset({full, *called.split()}) for full, called in lines}


def names_in_full(key: str) -> frozenset[str]:
    """Keys of the names that this one may stand for; itself, where it is in full."""
    return _names_in_full().get(key, frozenset())


def other_names(key: str) -> frozenset[str]:
    """Keys of what somebody of this given name may be called, or is called in full."""
    return frozenset().union(*(_called()[name] for name in names_in_full(key))) - {key}
