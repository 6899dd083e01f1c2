//! Measures how many posts per second a peer of ours takes on a given PostgreSQL.
//!
//! See README.md beside this crate for what the figures do and do not compare.

mod cala;
mod database;
mod load;
mod shape;

use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Parser;
use tokio::runtime::Runtime;

use crate::cala::Cala;
use crate::database::PeerDatabase;
use crate::load::Load;
use crate::shape::Shape;

/// Measures posts per second of cala-ledger on a PostgreSQL server.
#[derive(Parser)]
struct Args {
    /// A database of the server, whose user may create others; it is left as it is
    #[arg(long)]
    database_url: String,

    /// How long each measurement lasts, after a warm-up that does not count
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,

    /// What to measure, each as posts per call, an x, and concurrent clients
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "10x1,100x1,500x1,500x4,1x1,1x16,1x64,1x256"
    )]
    shapes: Vec<Shape>,

    /// How many connections the peer may keep open; more clients than that take turns
    #[arg(long, default_value_t = 16)]
    connections: u32,

    /// Leave the database almoner_peer of the last measurement for a look
    #[arg(long)]
    keep: bool,
}

struct Measurement {
    shape: Shape,
    load: Load,
    bytes_per_post: u64,
}

/// Long enough to open the connections and to fill the caches of both sides.
const WARM_UP: Duration = Duration::from_secs(2);

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let settings = in_a_runtime(database::settings(&args.database_url))?;
    println!("# {settings}, connections={}", args.connections);

    let mut measurements = Vec::new();
    for &shape in &args.shapes {
        let measurement = in_a_runtime(measure(&args, shape))
            .with_context(|| format!("cala could not be measured with {shape}"))?;
        println!("{}", line(&measurement));
        measurements.push(measurement);
    }
    if !args.keep {
        in_a_runtime(PeerDatabase::remove(&args.database_url))?;
    }
    print!("\n{}", table(&measurements));
    Ok(())
}

/// Runs to the end and takes down whatever background tasks the peer has left behind, so that
/// they do not disturb the next measurement.
fn in_a_runtime<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    Runtime::new()?.block_on(work)
}

/// Measures one shape in a database of its own, so that none pays for the rows of another.
///
/// What the peer claims to have posted is counted in the tables before it is believed.
async fn measure(args: &Args, shape: Shape) -> anyhow::Result<Measurement> {
    let database = PeerDatabase::create(&args.database_url).await?;
    let cala = Cala::open(&database, args.connections).await?;
    let before = database.size_bytes().await?;

    let warm_up = load::run(&cala, shape, WARM_UP).await?;
    let load = load::run(&cala, shape, Duration::from_secs(args.seconds)).await?;

    let claimed = warm_up.posts + load.posts;
    let (transactions, entries) = cala.counts().await?;
    ensure!(
        (transactions, entries) == (claimed, 2 * claimed),
        "{claimed} posts were claimed, but there are {transactions} transactions and {entries} entries"
    );
    let bytes_per_post = (database.size_bytes().await? - before) / claimed;
    Ok(Measurement { shape, load, bytes_per_post })
}

/// The line for programs.
fn line(Measurement { shape, load, bytes_per_post }: &Measurement) -> String {
    format!(
        "cala batch={} clients={} posts_per_s={} p50_ms={:.2} p99_ms={:.2} posts={} bytes_per_post={bytes_per_post}",
        shape.batch,
        shape.clients,
        load.posts_per_second(),
        load.latency_ms(50),
        load.latency_ms(99),
        load.posts,
    )
}

/// The table for people.
fn table(measurements: &[Measurement]) -> String {
    let mut table = format!(
        "{:<6} {:>6} {:>8} {:>9} {:>9} {:>9} {:>11}\n",
        "peer", "batch", "clients", "posts/s", "p50 ms", "p99 ms", "bytes/post"
    );
    for Measurement { shape, load, bytes_per_post } in measurements {
        table += &format!(
            "{:<6} {:>6} {:>8} {:>9} {:>9.2} {:>9.2} {:>11}\n",
            "cala",
            shape.batch,
            shape.clients,
            load.posts_per_second(),
            load.latency_ms(50),
            load.latency_ms(99),
            bytes_per_post,
        );
    }
    table
}
