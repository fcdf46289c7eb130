// Peer of benchmark 07: Rust's std::sync::mpsc::sync_channel. Prints the time
// of one value in ns. It has one receiver: several share it by a mutex.
use std::sync::{mpsc::sync_channel, Arc, Mutex};
use std::{env, process, thread, time::Instant};

// channel SENDERS RECEIVERS CAPACITY VALUES
fn main() {
    let arguments: Vec<usize> =
        env::args().skip(1).map(|a| a.parse().expect("a number")).collect();
    let [senders, receivers, capacity, values] = arguments[..] else { process::exit(2) };
    let (sender, receiver) = sync_channel::<i64>(capacity);
    let start = Instant::now();
    for first in 0..senders {
        let sender = sender.clone();
        thread::spawn(move || {
            for n in (first..values).step_by(senders) {
                sender.send(n as i64).unwrap();
            }
        });
    }
    drop(sender);
    let total: i64 = if receivers == 1 {
        receiver.iter().sum()
    } else {
        let shared = Arc::new(Mutex::new(receiver));
        let threads: Vec<_> = (0..receivers)
            .map(|_| {
                let shared = shared.clone();
                thread::spawn(move || {
                    let mut sum = 0;
                    loop {
                        let received = shared.lock().unwrap().recv();
                        match received {
                            Ok(value) => sum += value,
                            Err(_) => return sum,
                        }
                    }
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    };
    let nanoseconds = start.elapsed().as_nanos() as f64;
    if total != (values as i64) * (values as i64 - 1) / 2 {
        process::exit(1);
    }
    println!("{}", nanoseconds / values as f64);
}
