//! The machine that is measured on, and how busy it is with other things.

use std::fmt;
use std::fs;
use std::process::Command;
use std::time::Duration;

/// What the numbers depend on.
pub(crate) struct Machine {
    processor: String,
    cores: usize,
    memory_gb: f64,
    system: String,
    kernel: String,
    rustc: String,
}

impl Machine {
    pub(crate) fn read() -> Self {
        let after = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name));
            line.and_then(|line| line.split_once([':', '=']))
                .map(|(_, value)| value.trim().trim_matches('"').to_owned())
                .unwrap_or_else(|| "unknown".to_owned())
        };
        let file = |path| fs::read_to_string(path).unwrap_or_default();
        let kilobytes: f64 = after(&file("/proc/meminfo"), "MemTotal")
            .trim_end_matches(" kB")
            .parse()
            .unwrap_or(0.0);
        Self {
            processor: after(&file("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_gb: kilobytes / 1024.0 / 1024.0,
            system: after(&file("/etc/os-release"), "PRETTY_NAME"),
            kernel: file("/proc/sys/kernel/osrelease").trim().to_owned(),
            rustc: said("rustc", &["--version"]),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} core(s) of {}, {:.0} GB of memory, {}, Linux {}, {}",
            self.cores, self.processor, self.memory_gb, self.system, self.kernel, self.rustc
        )
    }
}

/// The first line a program says; empty where it does not run.
pub(crate) fn said(program: &str, arguments: &[&str]) -> String {
    Command::new(program)
        .args(arguments)
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .and_then(|text| text.lines().next().map(str::to_owned))
        .unwrap_or_default()
}

/// The part of the cores that others keep busy, from 0 to 1, looked at for a second while this
/// program and its own are at rest.
pub(crate) fn busy() -> f64 {
    let before = cores();
    std::thread::sleep(Duration::from_secs(1));
    let after = cores();
    let (idle, all) = (after.0 - before.0, after.1 - before.1);
    if all > 0.0 { 1.0 - idle / all } else { 0.0 }
}

/// Jiffies that all cores were idle, and all jiffies.
fn cores() -> (f64, f64) {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let first = text.lines().next().unwrap_or_default();
    let jiffies: Vec<f64> = first
        .split_whitespace()
        .skip(1)
        .take(8)
        .filter_map(|number| number.parse().ok())
        .collect();
    // user, nice, system, idle, waiting for disks, ...
    let idle = jiffies.iter().skip(3).take(2).sum();
    (idle, jiffies.iter().sum())
}

/// The load average of the last minute.
pub(crate) fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0.0)
}

/// Memory of a process, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    /// Resident pages.
    pub(crate) resident: u64,
    /// Resident pages, those that are shared counted by their share.
    pub(crate) proportional: u64,
    /// The most that was ever resident.
    pub(crate) peak: u64,
}

impl Memory {
    pub(crate) fn of(process: u32) -> Self {
        let number = |file: &str, name: &str| {
            let text = fs::read_to_string(format!("/proc/{process}/{file}")).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.split_whitespace().next())
                .and_then(|kilobytes| kilobytes.parse::<u64>().ok())
                .unwrap_or(0)
                * 1024
        };
        Self {
            resident: number("status", "VmRSS:"),
            proportional: number("smaps_rollup", "Pss:"),
            peak: number("status", "VmHWM:"),
        }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            resident: self.resident + other.resident,
            proportional: self.proportional + other.proportional,
            peak: self.peak + other.peak,
        }
    }
}
