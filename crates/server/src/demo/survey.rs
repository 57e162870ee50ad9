//! The demonstration district as a survey: the same tree, borders and people on every machine.

use std::sync::LazyLock;

use pingan_api::{
    district::{GridMember, Name, TeamMember, TeamRole, Unit, UnitKind},
    id::UnitId,
};

use super::{
    dice::Dice,
    lattice::{self, Cell, Shore},
    names::{self, Pair},
    split::split,
};
use crate::district::{Survey, SurveyedGrid};

const DISTRICT_ID: &str = "420204";

/// Generated once in a process, which takes a tenth of a second.
pub(crate) fn survey() -> &'static Survey {
    static SURVEY: LazyLock<Survey> = LazyLock::new(generate);
    &SURVEY
}

fn generate() -> Survey {
    let blocks = lattice::blocks();
    let shore = Shore::of(&blocks);
    let mut making = Making { dice: Dice::new(378), shore, units: Vec::new(), grids: Vec::new() };
    making.district(blocks);
    Survey::checked(true, making.units, making.grids)
        .unwrap_or_else(|faults| panic!("the demonstration district is whole, a test says so: {faults:?}"))
}

struct Making {
    dice: Dice,
    shore: Shore,
    units: Vec<Unit>,
    grids: Vec<SurveyedGrid>,
}

impl Making {
    fn district(&mut self, blocks: Vec<Cell>) {
        let district = self.unit(DISTRICT_ID.into(), None, UnitKind::District, name(names::DISTRICT, ("", "")));
        for (ending, department) in names::DEPARTMENTS {
            let id = UnitId(format!("{DISTRICT_ID}-{ending}"));
            self.unit(id, Some(&district), UnitKind::Department, name(department, ("", "")));
        }
        let mut first = 0;
        let communities = names::COMMUNITIES_OF_STREET.map(|count| {
            first += count;
            first - count..first
        });
        let shares = communities.clone().map(|range| grids_in(&names::GRIDS_OF_COMMUNITY[range]));
        let grounds = split(blocks, &shares, &mut self.dice);
        for (i, (ground, range)) in grounds.into_iter().zip(communities).enumerate() {
            let id = UnitId(format!("{district}{:03}", i + 1));
            let street = self.unit(id, Some(&district), UnitKind::Street, name(names::STREETS[i], ("街道", " Street")));
            self.street(&street, ground, range);
        }
    }

    fn street(&mut self, street: &UnitId, ground: Vec<Cell>, communities: std::ops::Range<usize>) {
        let shares: Vec<f64> = communities.clone().map(|c| grids_in(&names::GRIDS_OF_COMMUNITY[c..=c])).collect();
        let grounds = split(ground, &shares, &mut self.dice);
        for (i, (ground, community)) in grounds.into_iter().zip(communities).enumerate() {
            let id = UnitId(format!("{street}{:03}", i + 1));
            let pair = names::COMMUNITIES[community];
            let id = self.unit(id, Some(street), UnitKind::Community, name(pair, ("社区", " Community")));
            self.community(&id, pair, community, ground);
        }
    }

    fn community(&mut self, community: &UnitId, pair: Pair, index: usize, ground: Vec<Cell>) {
        let count = names::GRIDS_OF_COMMUNITY[index];
        let shares: Vec<f64> = (0..count).map(|_| self.dice.between(0.8, 1.25)).collect();
        let team = self.team(index);
        for (i, ground) in split(ground, &shares, &mut self.dice).into_iter().enumerate() {
            let id = UnitId(format!("{community}{:03}", i + 1));
            let (zh, en) = (format!("第{}网格", i + 1), format!(" Grid {}", i + 1));
            let unit = self.unit(id, Some(community), UnitKind::Grid, name(pair, (&zh, &en)));
            let border = lattice::border(&ground).expect("every part of the ground has one border");
            let member = self.person(1000 + self.grids.len());
            self.grids.push(SurveyedGrid { unit, ring: self.shore.ring(&border), member, team: team.clone() });
        }
    }

    /// One community shares a team.
    fn team(&mut self, community: usize) -> Vec<TeamMember> {
        let roles = (2..).zip(TeamRole::ALL);
        roles.map(|(n, role)| TeamMember { role: *role, person: self.person(n * 1000 + community) }).collect()
    }

    /// No number of the area begins with 000, so nobody is called by mistake.
    fn person(&mut self, number: usize) -> GridMember {
        let (family, given) = (*self.dice.pick(&names::FAMILY_NAMES), *self.dice.pick(&names::GIVEN_NAMES));
        let name = Name { zh: format!("{}{}", family.0, given.0), en: format!("{} {}", given.1, family.1) };
        GridMember { name, phone: format!("0714-000-{:04}", number + 1) }
    }

    fn unit(&mut self, id: UnitId, parent: Option<&UnitId>, kind: UnitKind, name: Name) -> UnitId {
        self.units.push(Unit { id: id.clone(), parent: parent.cloned(), kind, name });
        id
    }
}

fn name((zh, en): Pair, (zh_ending, en_ending): (&str, &str)) -> Name {
    Name { zh: format!("{zh}{zh_ending}"), en: format!("{en}{en_ending}") }
}

fn grids_in(communities: &[usize]) -> f64 {
    communities.iter().sum::<usize>() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_district_has_its_size_and_is_always_the_same() {
        let survey = survey();
        let count = |kind| survey.units().iter().filter(|unit| unit.kind == kind).count();
        assert_eq!(
            [UnitKind::District, UnitKind::Street, UnitKind::Community, UnitKind::Grid, UnitKind::Department]
                .map(count),
            [1, 5, 37, 378, 9]
        );
        assert!(survey.demo());
        assert_eq!(*survey, generate());
    }
}
