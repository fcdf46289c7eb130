// Peer of benchmark 07: Go's channel. Prints the time of one value in ns.
package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

func number(argument int) int {
	n, err := strconv.Atoi(os.Args[argument])
	if err != nil {
		panic(err)
	}
	return n
}

// channel SENDERS RECEIVERS CAPACITY VALUES
func main() {
	senders, receivers, values := number(1), number(2), number(4)
	channel := make(chan int64, number(3))
	var sending, receiving sync.WaitGroup
	sums := make([]int64, receivers)
	start := time.Now()
	for s := 0; s < senders; s++ {
		sending.Add(1)
		go func(first int) {
			defer sending.Done()
			for n := first; n < values; n += senders {
				channel <- int64(n)
			}
		}(s)
	}
	for r := 0; r < receivers; r++ {
		receiving.Add(1)
		go func(me int) {
			defer receiving.Done()
			sum := int64(0)
			for value := range channel {
				sum += value
			}
			sums[me] = sum
		}(r)
	}
	sending.Wait()
	close(channel)
	receiving.Wait()
	nanoseconds := float64(time.Since(start).Nanoseconds())
	total := int64(0)
	for _, sum := range sums {
		total += sum
	}
	if total != int64(values)*int64(values-1)/2 {
		os.Exit(1)
	}
	fmt.Println(nanoseconds / float64(values))
}
