// The daemon's clock, which may run faster than this machine's.

import { useEffect, useState } from "preact/hooks";
import { dateOf, timeOf } from "../texts/format";

/** What the daemon's clock showed when that was heard, by this page's own watch. */
export interface ClockReading {
  wall: number;
  heardAt: number;
  speed: number;
}

/** Stands still without a reading, and while nothing is heard. */
export function Clock({ reading, runs }: { reading: ClockReading | null; runs: boolean }) {
  const [wall, setWall] = useState<number | null>(null);
  useEffect(() => {
    if (!reading || !runs) return;
    const tick = () => setWall(reading.wall + (performance.now() - reading.heardAt) * reading.speed);
    tick();
    const timer = window.setInterval(tick, 250);
    return () => window.clearInterval(timer);
  }, [reading, runs]);
  return (
    <p class="clock" id="clock" role="timer" aria-live="off">
      <span id="clock-time">{wall === null ? "--:--:--" : timeOf(wall)}</span>{" "}
      <span id="clock-date">{wall === null ? "" : dateOf(wall)}</span>
    </p>
  );
}
