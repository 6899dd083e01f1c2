//! Which cells of public tables are withheld, so that no figure tells of a few people, nor can be computed to.
//!
//! Some tables part the same money, each along one axis, and share its total. A cell is told if enough persons are in it
//! and none of them weighs too much. What the told cells leave of the total is told with them; so that remainder must be a
//! cell that could be told too, and of two cells at least: further cells are withheld until it is. Nothing is told across
//! axes, and nothing of a total that may not be told.

use std::collections::BTreeSet;

/// What some people were paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Different persons.
    pub persons: i64,
    /// In deni; payments only, so never below nothing.
    pub minor: i64,
    /// What the person who got most got, and the next.
    pub largest_minor: i64,
    pub second_minor: i64,
}

/// When a cell may be told; parts in hundredths of a per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    pub persons_min: i64,
    pub largest_max: i64,
    pub two_largest_max: i64,
    /// Sums are told in whole multiples of this.
    pub unit_minor: i64,
}

/// A cell as everybody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub persons: i64,
    /// Rounded, so that the cells of a table add up to its total.
    pub minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Absent where it is withheld, and all cells with it.
    pub total: Option<Told>,
    /// Table by table, cell by cell.
    pub tables: Vec<Vec<Option<Told>>>,
}

impl Cell {
    /// From what each person got.
    pub fn of(persons: impl IntoIterator<Item = i64>) -> Self {
        let mut cell = Self::default();
        for minor in persons {
            cell.persons = cell.persons.saturating_add(1);
            cell.minor = cell.minor.saturating_add(minor);
            if cell.largest_minor < minor {
                cell.second_minor = std::mem::replace(&mut cell.largest_minor, minor);
            } else {
                cell.second_minor = cell.second_minor.max(minor);
            }
        }
        cell
    }

    /// The most that the persons of some cells can weigh in all of them, and the fewest that they can be: one person may be
    /// in each.
    fn worst(cells: impl Iterator<Item = Self>) -> Self {
        cells.fold(Self::default(), |sum, cell| Self {
            persons: sum.persons.max(cell.persons),
            minor: sum.minor.saturating_add(cell.minor),
            largest_minor: sum.largest_minor.saturating_add(cell.largest_minor),
            second_minor: sum.second_minor.saturating_add(cell.second_minor),
        })
    }
}

impl Rules {
    /// An empty cell tells of nobody.
    pub fn allow(&self, cell: &Cell) -> bool {
        let within = |minor: i64, points: i64| {
            i128::from(minor).saturating_mul(10_000)
                <= i128::from(cell.minor).saturating_mul(points.into())
        };
        let two = cell.largest_minor.saturating_add(cell.second_minor);
        cell.persons == 0
            || (self.persons_min <= cell.persons
                && within(cell.largest_minor, self.largest_max)
                && within(two, self.two_largest_max))
    }

    /// As sums are told: the nearest multiple of the unit.
    pub fn rounded(&self, minor: i64) -> i64 {
        multiple(minor, self.unit_minor)
    }
}

/// Decides about some tables that part the same total.
pub fn publish(total: &Cell, tables: &[Vec<Cell>], rules: &Rules) -> Published {
    if !rules.allow(total) {
        let none = |cells: &Vec<Cell>| vec![None; cells.len()];
        return Published { total: None, tables: tables.iter().map(none).collect() };
    }
    let whole = multiple(total.minor, rules.unit_minor);
    let told = tables.iter().map(|cells| {
        let hidden = hidden(cells, rules);
        let rounded = rounded(cells, whole, rules.unit_minor);
        let cells = cells.iter().zip(rounded).enumerate();
        cells
            .map(|(place, (cell, minor))| {
                (!hidden.contains(&place)).then_some(Told { persons: cell.persons, minor })
            })
            .collect()
    });
    Published { tables: told.collect(), total: Some(Told { persons: total.persons, minor: whole }) }
}

/// The places of the cells that are withheld.
fn hidden(cells: &[Cell], rules: &Rules) -> BTreeSet<usize> {
    let at = |place: &usize| cells.get(*place).copied().unwrap_or_default();
    let filled = (0..cells.len()).filter(|place| at(place).persons != 0);
    let (mut open, mut hidden): (Vec<usize>, BTreeSet<usize>) = (Vec::new(), BTreeSet::new());
    for place in filled {
        if rules.allow(&at(&place)) {
            open.push(place);
        } else {
            hidden.insert(place);
        }
    }
    // The smallest goes first: as little as possible is withheld.
    open.sort_by_key(|place| std::cmp::Reverse((at(place).minor, *place)));
    while !hidden.is_empty() {
        let rest = Cell::worst(hidden.iter().map(at));
        if 2 <= hidden.len() && rules.allow(&rest) {
            break;
        }
        // Where all are withheld, what is left of the total is the total.
        let Some(next) = open.pop() else { break };
        hidden.insert(next);
    }
    hidden
}

/// The nearest multiple, a half up.
fn multiple(minor: i64, unit: i64) -> i64 {
    let halves = minor.saturating_mul(2).saturating_add(unit);
    let count = halves.checked_div(unit.saturating_mul(2)).unwrap_or(0);
    count.saturating_mul(unit)
}

/// Each cell to the multiple below or above it, so that they add up to the rounded total: those with the largest
/// remainders go up.
fn rounded(cells: &[Cell], whole: i64, unit: i64) -> Vec<i64> {
    let below = |minor: i64| minor.saturating_sub(minor.checked_rem(unit).unwrap_or(0));
    let mut told: Vec<i64> = cells.iter().map(|cell| below(cell.minor)).collect();
    let sum = told.iter().fold(0_i64, |sum, minor| sum.saturating_add(*minor));
    let up = whole.saturating_sub(sum).checked_div(unit).unwrap_or(0);
    let mut places: Vec<usize> = (0..cells.len()).collect();
    places.sort_by_key(|place| {
        let rest = cells.get(*place).and_then(|cell| cell.minor.checked_rem(unit)).unwrap_or(0);
        std::cmp::Reverse(rest)
    });
    for place in places.into_iter().take(usize::try_from(up).unwrap_or(0)) {
        if let Some(minor) = told.get_mut(place) {
            *minor = minor.saturating_add(unit);
        }
    }
    told
}
