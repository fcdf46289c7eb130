// Peer of benchmark 07: Java's ArrayBlockingQueue. Prints the time of one value
// in ns. It has no close: a marker for each receiver ends it.
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

class Channel {
    private static final Long MARKER = -1L;

    // Channel SENDERS RECEIVERS CAPACITY VALUES
    public static void main(String[] arguments) throws InterruptedException {
        int senders = Integer.parseInt(arguments[0]);
        int receivers = Integer.parseInt(arguments[1]);
        int capacity = Integer.parseInt(arguments[2]);
        long values = Long.parseLong(arguments[3]);
        double nanoseconds = 0;
        // The last of three rounds counts: the first are interpreted.
        for (int round = 0; round < 3; round++) {
            nanoseconds = run(senders, receivers, capacity, values);
        }
        System.out.println(nanoseconds);
    }

    private static double run(int senders, int receivers, int capacity, long values)
            throws InterruptedException {
        var queue = new ArrayBlockingQueue<Long>(capacity);
        var sum = new AtomicLong();
        List<Thread> sending = new ArrayList<>();
        List<Thread> receiving = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            long first = s;
            sending.add(new Thread(() -> {
                try {
                    for (long n = first; n < values; n += senders) queue.put(n);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (int r = 0; r < receivers; r++) {
            receiving.add(new Thread(() -> {
                try {
                    long mine = 0;
                    for (long v; (v = queue.take()) >= 0; ) mine += v;
                    sum.addAndGet(mine);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        long start = System.nanoTime();
        for (Thread thread : receiving) thread.start();
        for (Thread thread : sending) thread.start();
        for (Thread thread : sending) thread.join();
        for (int r = 0; r < receivers; r++) queue.put(MARKER);
        for (Thread thread : receiving) thread.join();
        long end = System.nanoTime();
        if (sum.get() != values * (values - 1) / 2) System.exit(1);
        return (double) (end - start) / values;
    }
}
