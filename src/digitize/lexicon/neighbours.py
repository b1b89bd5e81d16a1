"""Languages that have many function words in common with one that is recognised, and are none of those.

Half of the function words of Spanish are French words as well: without these lists a Spanish page would be taken for a
poorly read French one, and be read without its accents.
"""

from __future__ import annotations

NEIGHBOURS: dict[str, frozenset[str]] = {
    "spa": frozenset(
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre "
        "este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque".split()
    ),
    "cat": frozenset(
        "de la que i el en a les un l d per amb no una els es del al s va com més o però si són aquest seva seu dels ha "
        "pel ser era dos hi molt fins també on quan ja tot altres sense entre n aquesta està".split()
    ),
    "por": frozenset(
        "de a que o e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua "
        "ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem".split()
    ),
    "ita": frozenset(
        "di e il la che in a per un è del non una con i da le si della sono dei al nel più alla gli delle come ha anche "
        "o ma lo se dal nella ne ai su era l due tra suo sua ci questo questa tutti dalla dell all".split()
    ),
    "ron": frozenset(
        "de și în a la cu pe care nu o din se un că mai ce este sau pentru al ale au fi fost ca lui ei prin dar după "
        "dacă până sunt îi le iar lor această acest era ai ar cel cea si in sa".split()
    ),
    "lat": frozenset(
        "et in est non ad ut cum ex qui quod de sed si quae per ab a enim quam aut esse sunt etiam hoc autem nec atque "
        "ne se eius quo ac pro sub erat nunc quidem id eos eam ipse vel".split()
    ),
    "nld": frozenset(
        "de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar die bij uit nog naar wordt was "
        "door over ze zich had hij haar werd hebben kan heeft tot of of dit wel deze".split()
    ),
    "srp": frozenset(
        "и у је да се на су за од са не то као о а из до по што али који која које или би ће га му бити био била било "
        "они она он њих њен његов само још када јер ако због смо сам те".split()
    ),
}
"""The commonest function words of each, lower case."""
