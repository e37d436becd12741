using System.Numerics;
using Nca.Analysis.Attractors;
using Nca.Metrics;

namespace Nca.Tests.Analysis.Attractors;

/// <summary>Verdicts on signals that were planted, and the transform against the definition.</summary>
public sealed class RhythmTests
{
    private const int Length = 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(256)]
    public void The_fast_transform_is_the_slow_one(int length)
    {
        var (noise, turned) = (RandomDirection.Of(length, 1, 0), RandomDirection.Of(length, 1, 1));
        Complex[] signal = [.. noise.Zip(turned, (real, imaginary) => new Complex(real, imaginary))];
        Complex[] slow =
        [
            .. Enumerable
                .Range(0, length)
                .Select(k =>
                    signal
                        .Index()
                        .Aggregate(Complex.Zero, (sum, one) =>
                            sum + one.Item * Complex.FromPolarCoordinates(1, -2 * Math.PI * (k * one.Index % length) / length)
                        )
                ),
        ];
        FourierTransform.Forward(signal);

        // Sums of as many numbers of the size of one.
        Assert.All(slow.Zip(signal), pair => Assert.Equal(0, (pair.First - pair.Second).Magnitude, 1e-11));
    }

    [Fact]
    public void A_length_that_is_no_power_of_two_is_refused()
    {
        Assert.Throws<ArgumentException>(() => FourierTransform.Forward(new Complex[12]));
        Assert.Throws<ArgumentException>(() => Rhythm.Of([new double[100]]));
        Assert.Throws<ArgumentException>(() => Rhythm.Of([new double[128], new double[64]]));
        Assert.Throws<ArgumentException>(() =>
            Rhythm.Of([
                [.. Enumerable.Repeat(double.NaN, 64)],
            ])
        );
    }

    [Fact]
    public void Rest_is_a_fixed_point()
    {
        var rest = Rhythm.Of([Signal(step => 0.3 + 1e-8 * Math.Sin(step)), Signal(_ => 1)]);
        Assert.Equal((RhythmKind.FixedPoint, null), (rest.Kind, rest.Period));
        Assert.InRange(rest.Fluctuation, 1e-9, 1e-8);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(37)]
    public void What_repeats_is_periodic(int period)
    {
        var steps = RandomDirection.Of(period, 4, 0);
        var found = Rhythm.Of([Signal(step => steps[step % period]), Signal(step => step % period == 0 ? 1 : 0)]);
        Assert.Equal((RhythmKind.Periodic, (double?)period), (found.Kind, found.Period));
    }

    [Fact]
    public void One_frequency_that_no_whole_number_of_steps_repeats_is_quasi_periodic()
    {
        var golden = (Math.Sqrt(5) - 1) / 2;
        var found = Rhythm.Of([Signal(step => Math.Cos(2 * Math.PI * golden * step / 3))]);
        Assert.Equal(RhythmKind.QuasiPeriodic, found.Kind);
        Assert.Equal(3 / golden, found.Period!.Value, 0.01);
        Assert.InRange(found.PeakShare, 0.999, 1);
        Assert.Equal(1, found.Lines);
    }

    [Fact]
    public void Two_frequencies_are_quasi_periodic_and_a_little_noise_does_not_hide_them()
    {
        var noise = RandomDirection.Of(Length, 6, 0);
        var found = Rhythm.Of([Signal(step => Math.Sin(step) + 0.5 * Math.Sin(Math.Sqrt(3) * step) + 0.05 * noise[step])]);
        Assert.Equal((RhythmKind.QuasiPeriodic, 2), (found.Kind, found.Lines));

        // Power of the amplitudes 1 and 0.5: four to one.
        Assert.Equal(0.8, found.PeakShare, 0.01);
        Assert.Equal(2 * Math.PI, found.Period!.Value, 0.02);
    }

    [Fact]
    public void Noise_and_chaos_are_broad_band()
    {
        var noise = Rhythm.Of([RandomDirection.Of(Length, 7, 0)]);
        Assert.Equal((RhythmKind.BroadBand, 0), (noise.Kind, noise.Lines));
        Assert.Equal(1, noise.Power.Sum(), 1e-12);
        var (x, logistic) = (0.3, new double[Length]);
        for (var step = 0; step < Length; step++)
            logistic[step] = x = 4 * x * (1 - x);
        Assert.Equal(RhythmKind.BroadBand, Rhythm.Of([logistic]).Kind);
    }

    [Fact]
    public void What_fades_or_drifts_is_settling()
    {
        Assert.Equal(RhythmKind.Settling, Rhythm.Of([Signal(step => Math.Exp(-step / 200.0) * Math.Sin(step))]).Kind);
        Assert.Equal(RhythmKind.Settling, Rhythm.Of([Signal(step => 0.001 * step + 0.01 * Math.Sin(step))]).Kind);
    }

    [Fact]
    public void A_random_walk_is_neither_periodic_nor_quasi_periodic()
    {
        for (var index = 0; index < 20; index++)
        {
            var (place, steps) = (0.0, RandomDirection.Of(Length, 8, index));
            var walk = Rhythm.Of([
                [.. steps.Select(step => place += step)],
            ]);
            Assert.True(walk.Kind is RhythmKind.Settling or RhythmKind.BroadBand, $"{index}: {walk.Kind}");
        }
    }

    [Fact]
    public void The_end_of_the_liveliest_signal_is_kept_around_its_mean()
    {
        var found = Rhythm.Of([Signal(step => step % 2), Signal(step => 5 + 3 * (step % 2))]);
        Assert.Equal(Rhythm.Kept, found.Signal.Count);
        Assert.Equal([-1.5, 1.5], found.Signal.Take(2));
    }

    private static double[] Signal(Func<int, double> of) => [.. Enumerable.Range(0, Length).Select(of)];
}
