//! Bars for the eye, and the same figures as a table for everybody.

use super::panel::Panel;

const HEIGHT: i64 = 160;
const WIDTH: i64 = 600;
const GAP: i64 = 6;

/// Bars side by side, one group for each line of the table.
pub(crate) struct Chart {
    pub(crate) table: Panel,
    pub(crate) bars: Vec<Bar>,
    /// What the colours stand for, in the order of the series.
    pub(crate) series: Vec<String>,
}

pub(crate) struct Bar {
    pub(crate) series: usize,
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
    /// What it says where somebody points at it.
    pub(crate) title: String,
}

pub(crate) struct Group {
    pub(crate) label: String,
    /// One figure for each series, and how it reads.
    pub(crate) values: Vec<(i64, String)>,
}

impl Chart {
    pub(crate) fn new(table: Panel, series: Vec<String>, groups: &[Group]) -> Self {
        let most = groups.iter().flat_map(|group| group.values.iter()).map(|(value, _)| *value);
        let most = most.max().unwrap_or(0).max(1);
        let count = i64::try_from(groups.len()).unwrap_or(1).max(1);
        let slot = WIDTH.checked_div(count).unwrap_or(WIDTH);
        let each = i64::try_from(series.len()).unwrap_or(1).max(1);
        let width = slot.saturating_sub(GAP).checked_div(each).unwrap_or(1).max(1);
        let mut bars = Vec::new();
        for (group, left) in groups.iter().zip((0_i64..).map(|at| at.saturating_mul(slot))) {
            for (series, (value, text)) in group.values.iter().enumerate() {
                let at = i64::try_from(series).unwrap_or(0);
                let height = scaled(*value, most);
                bars.push(Bar {
                    series,
                    x: left.saturating_add(at.saturating_mul(width)),
                    y: HEIGHT.saturating_sub(height),
                    width,
                    height,
                    title: format!("{}: {text}", group.label),
                });
            }
        }
        Self { table, bars, series }
    }
}

/// The height of a bar; what is not nothing can be seen.
fn scaled(value: i64, most: i64) -> i64 {
    let height = i128::from(value.max(0)).saturating_mul(i128::from(HEIGHT));
    let height = height.checked_div(i128::from(most)).unwrap_or(0);
    let least = i64::from(0 < value);
    i64::try_from(height).unwrap_or(HEIGHT).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_within_their_frame_in_proportion() {
        let group = |label: &str, value: i64| Group {
            label: label.to_owned(),
            values: vec![(value, value.to_string()), (value / 2, String::new())],
        };
        let table = Panel::new(String::new(), String::new(), Vec::new());
        let series = vec!["in".to_owned(), "out".to_owned()];
        let groups = [group("a", 1_000_000), group("b", 500_000), group("c", 1), group("d", 0)];
        let chart = Chart::new(table, series, &groups);
        let heights: Vec<i64> = chart.bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [160, 80, 80, 40, 1, 0, 0, 0]);
        for bar in &chart.bars {
            assert!(bar.x + bar.width <= WIDTH && bar.y + bar.height == HEIGHT);
        }
    }
}
