"""How much delay can a balancing controller stand?

A stick with a mass on its tip is held upright by a motor at its foot. The controller
is a PD law, but it acts on a measurement that is `delay` seconds old. Angles in rad
from the upright, torques in N·m, times in s. Frame: x forward, y left, z up; a
positive angle leans forward (about +y).

Run: python ch01/latency.py
"""

import math
from dataclasses import dataclass

GRAVITY = 9.81  # m/s²
TIME_STEP = 0.001  # s: one control and physics step
FALLEN = math.pi / 2  # rad: the stick lies on the floor


@dataclass(frozen=True)
class Pendulum:
    """A point mass on a massless stick, hinged at the foot."""

    mass: float = 1.0  # kg
    length: float = 1.0  # m, foot to mass

    @property
    def inertia(self) -> float:
        """Moment of inertia about the foot, kg·m²."""
        return self.mass * self.length**2

    @property
    def toppling_torque(self) -> float:
        """Torque by which gravity topples the stick, N·m per rad of lean."""
        return self.mass * GRAVITY * self.length


@dataclass(frozen=True)
class Gains:
    """A PD law: torque = -kp * angle - kd * angular velocity."""

    kp: float = 40.0  # N·m/rad
    kd: float = 10.0  # N·m·s/rad

    def scaled(self, factor: float) -> "Gains":
        """Both gains multiplied by `factor`."""
        return Gains(self.kp * factor, self.kd * factor)


def distance_during(speed: float, latency: float) -> float:
    """Distance in m covered at `speed` (m/s) during a `latency` (s)."""
    return speed * latency


def phase_loss(frequency: float, delay: float) -> float:
    """Phase in rad that a pure `delay` (s) takes away at `frequency` (rad/s)."""
    return frequency * delay


def simulate(
    pendulum: Pendulum, gains: Gains, delay: float, duration: float, start: float = 0.05
) -> list[float]:
    """Angles in rad, one per TIME_STEP, from rest; shorter when the stick fell.

    The controller sees the state of `delay` seconds ago, read between two stored
    samples by linear interpolation. Integration is semi-implicit Euler: first the
    velocity, then the angle with the new velocity.
    """
    whole, fraction = divmod(delay / TIME_STEP, 1.0)
    angles, velocities = [start], [0.0]
    for now in range(round(duration / TIME_STEP)):
        new = max(now - int(whole), 0)
        old = max(new - 1, 0)
        seen_angle = (1 - fraction) * angles[new] + fraction * angles[old]
        seen_velocity = (1 - fraction) * velocities[new] + fraction * velocities[old]
        motor_torque = -gains.kp * seen_angle - gains.kd * seen_velocity
        gravity_torque = pendulum.toppling_torque * math.sin(angles[now])
        acceleration = (gravity_torque + motor_torque) / pendulum.inertia
        velocities.append(velocities[now] + acceleration * TIME_STEP)
        angles.append(angles[now] + velocities[-1] * TIME_STEP)
        if abs(angles[-1]) > FALLEN:
            break
    return angles


def is_stable(pendulum: Pendulum, gains: Gains, delay: float) -> bool:
    """True when the swing dies away: of 8 s, the last 2 are the calmest."""
    angles = simulate(pendulum, gains, delay, duration=8.0, start=0.01)
    window = round(2.0 / TIME_STEP)
    if len(angles) <= 4 * window:
        return False
    before = max(map(abs, angles[-2 * window : -window]))
    return max(map(abs, angles[-window:])) < before


def largest_stable_delay(
    pendulum: Pendulum, gains: Gains, resolution: float = 0.0005
) -> float:
    """Largest delay in s at which the stick still stands, by bisection.

    Raises ValueError when the threshold does not lie between 0 and 0.2 s.
    """
    stable, unstable = 0.0, 0.2
    starts_stable = is_stable(pendulum, gains, stable)
    if not starts_stable or is_stable(pendulum, gains, unstable):
        raise ValueError("the threshold does not lie between 0 and 0.2 s")
    while unstable - stable > resolution:
        middle = (stable + unstable) / 2
        if is_stable(pendulum, gains, middle):
            stable = middle
        else:
            unstable = middle
    return stable


def crossover_frequency(pendulum: Pendulum, gains: Gains) -> float:
    """Frequency in rad/s at which the open loop has gain 1.

    The loop is (kd·s + kp) / (I·s² - m·g·l). With w = frequency² that means
    (I·w + m·g·l)² = kp² + kd²·w, of which the positive root is taken.
    """
    inertia, toppling = pendulum.inertia, pendulum.toppling_torque
    half = (gains.kd**2 - 2 * inertia * toppling) / (2 * inertia**2)
    rest = (gains.kp**2 - toppling**2) / inertia**2
    return math.sqrt(half + math.sqrt(half**2 + rest))


def delay_margin(pendulum: Pendulum, gains: Gains) -> float:
    """Delay in s that uses up the whole phase margin: atan(kd·ω / kp) / ω."""
    crossover = crossover_frequency(pendulum, gains)
    return math.atan2(gains.kd * crossover, gains.kp) / crossover


def print_distances() -> None:
    """Prints how far a walking robot gets before a late command acts."""
    print("Distance walked at 1.2 m/s before a late command acts")
    for latency in (0.010, 0.050, 0.150, 0.500):
        distance = distance_during(1.2, latency)
        print(f"  {latency * 1000:4.0f} ms -> {distance * 100:5.1f} cm")


def print_delays(pendulum: Pendulum, gains: Gains) -> None:
    """Prints what becomes of the stick at six delays."""
    print(f"\nStick {pendulum.mass:.1f} kg, {pendulum.length:.1f} m, from 0.05 rad")
    print(f"Kp = {gains.kp:.0f} N·m/rad, Kd = {gains.kd:.0f} N·m·s/rad")
    for delay in (0.0, 0.05, 0.10, 0.12, 0.15, 0.20):
        angles = simulate(pendulum, gains, delay, duration=8.0)
        if abs(angles[-1]) > FALLEN:
            outcome = f"fell after {(len(angles) - 1) * TIME_STEP:.2f} s"
        else:
            peak = max(map(abs, angles[-round(1 / TIME_STEP) :]))
            outcome = f"stands; peak of the last second {peak:.4f} rad"
        print(f"  {delay * 1000:3.0f} ms: {outcome}")


def print_margins(pendulum: Pendulum, gains: Gains) -> None:
    """Prints the delay that four sets of gains stand: by formula and by simulation."""
    print("\nGains   crossover     phase margin   delay margin   largest stable delay")
    print("        (formula)     (formula)      (formula)      (simulated)")
    for factor in (0.5, 1.0, 2.0, 4.0):
        scaled = gains.scaled(factor)
        crossover = crossover_frequency(pendulum, scaled)
        margin = delay_margin(pendulum, scaled)
        phase = math.degrees(phase_loss(crossover, margin))
        simulated = largest_stable_delay(pendulum, scaled)
        print(
            f"x {factor:3.1f}  {crossover:6.2f} rad/s  {phase:8.1f} deg"
            f"  {margin * 1000:10.1f} ms  {simulated * 1000:10.1f} ms"
        )


def main() -> None:
    """Prints the three tables of the chapter."""
    print_distances()
    print_delays(Pendulum(), Gains())
    print_margins(Pendulum(), Gains())


if __name__ == "__main__":
    main()
