using Nca.Analysis.Dynamics;
using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Tests.Analysis;

public sealed class DynamicsTests : IDisposable
{
    private static readonly SummaryStatistics None = new(0, 0, 0, 0);
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly AutomatonConfig _automaton = new() { Hidden = 4 };
    private readonly Target _target = Target.Load("1f423", 16, 10);

    [Fact]
    public void Spectra_are_those_of_the_frames_and_a_paler_picture_is_as_far_as_its_power()
    {
        var whole = Portrait(1);
        var half = Portrait(0.5f);
        var growth = new GrowthObservation
        {
            Steps = [.. new[] { 0, 4, 8 }.Select(step => new GrowthStep(step, None, None, None, None, None))],
            Frames = [InitialState.Plant(16, 16, 16), half, whole],
            Errors = [],
            Recovery = [],
        };
        var spectra = SpectrumEvolution.Of(growth, _target);
        Assert.Equal([0, 4, 8], spectra.Steps);
        Assert.Equal(Enumerable.Range(0, 8), spectra.Frequencies);
        Assert.Equal(RadialPowerSpectrum.LogOf(RadialPowerSpectrum.Grey(half.Rgba(), 4), 16, 16), spectra.At(1));
        Assert.Equal(spectra.TargetLogPower, spectra.At(2));
        Assert.Equal(0, spectra.DistanceToTarget(2));

        // Half the brightness is a quarter of the power, at every frequency. Single precision pictures, double precision transforms.
        Assert.Equal(Math.Log10(4), spectra.DistanceToTarget(1), 1e-5);
        Assert.All(spectra.At(0), power => Assert.True(double.IsNaN(power)));
        Assert.True(double.IsNaN(spectra.DistanceToTarget(0)));
    }

    [Fact]
    public void The_mean_hidden_state_is_that_of_the_living()
    {
        var state = new CellState(4, 4, 6);
        (state[0, 0, 3], state[0, 0, 4], state[0, 0, 5]) = (1, 1, 10);
        (state[2, 1, 3], state[2, 1, 4], state[2, 1, 5]) = (0.5f, 3, 20);
        (state[3, 3, 3], state[3, 3, 4]) = (0.1f, 100);
        Assert.Equal([2, 15], HiddenTrajectories.MeanHidden(state)!);
        Assert.Null(HiddenTrajectories.MeanHidden(new CellState(4, 4, 6)));
    }

    [Fact]
    public void Samples_lie_in_one_plane_and_a_line_needs_one_direction()
    {
        // (x, 2x) for x = 0 … 4, in two pieces: standardised, the first direction is x − 2 itself.
        var seen = HiddenTrajectories.InOnePlane(
            [0, 1, 2],
            [
                [
                    [0, 0],
                    [1, 2],
                    [2, 4],
                ],
                [
                    [3, 6],
                    [4, 8],
                ],
            ]
        );
        Assert.Null(seen.Obstacle);
        Assert.Equal([3, 2], seen.Paths.Select(path => path.Length));
        var first = seen.Paths.SelectMany(path => path).ToArray();
        for (var x = 0; x < 5; x++)
        {
            // The deviation is made larger by 1e-6, as the tutorial does.
            Assert.Equal(x - 2, first[x].First, 1e-5);
            Assert.Equal(0, first[x].Second, 1e-5);
        }

        Assert.Equal(1, seen.Explained[0], 1e-9);
        Assert.Equal(0, seen.Explained[1], 1e-9);
    }

    [Fact]
    public void What_has_no_plane_says_why()
    {
        var still = HiddenTrajectories.Follow(
            new(_automaton, new UpdateRuleWeights(16, 4), Target.Load("1f423", 16, 10)),
            engine: _engine,
            plan: new GrowthPlan
            {
                Steps = 6,
                Samples = 2,
                Every = 4,
            }
        );
        Assert.Equal([0, 4, 6], still.Steps);
        Assert.All(still.Means.SelectMany(growth => growth), mean => Assert.All(mean, value => Assert.Equal(1, value)));
        Assert.Equal([3, 3], still.Means.Select(growth => growth.Length));
        Assert.Empty(still.Paths);
        Assert.Contains("do not vary", still.Obstacle);
        Assert.Contains(
            "diverged",
            HiddenTrajectories
                .InOnePlane(
                    [0, 1],
                    [
                        [
                            [0, 0],
                            [1, double.NaN],
                        ],
                    ]
                )
                .Obstacle
        );
        Assert.Contains(
            "make no plane",
            HiddenTrajectories
                .InOnePlane(
                    [0],
                    [
                        [
                            [1, 2],
                        ],
                    ]
                )
                .Obstacle
        );
    }

    [Fact]
    public void A_growth_that_dies_ends_there()
    {
        // Alpha loses twice itself: the seed dies as soon as it fires.
        var deadly = new UpdateRuleWeights(16, 4);
        deadly.HiddenWeights[CellState.Alpha] = 1;
        deadly.OutputWeights[CellState.Alpha * 4] = -2;
        var seen = HiddenTrajectories.Follow(
            new(_automaton, deadly, Target.Load("1f423", 16, 10)),
            engine: _engine,
            plan: new GrowthPlan
            {
                Steps = 3,
                Samples = 2,
                FireRate = 1,
            }
        );
        Assert.All(seen.Means, growth => Assert.Single(growth));
    }

    [Fact]
    public void A_channels_variance_is_that_of_the_whole_canvas()
    {
        var state = new CellState(4, 4, 6);
        state[1, 2, 5] = 1;

        // One of 16 numbers is 1: (1 − 1/16) / 15.
        Assert.Equal([0, 0, 0, 0, 0, 0.0625], ChannelVariances.Of(state));
        var table = ChannelVariances.LogTable([
            [1, 0],
            [100, 0.1],
        ]);
        Assert.Equal(0, table[0, 0]);
        Assert.Equal(2, table[0, 1]);
        Assert.True(double.IsNaN(table[1, 0]));
        Assert.Equal(-1, table[1, 1], 1e-12);
    }

    public void Dispose() => _engine.Dispose();

    private CellState Portrait(float brightness)
    {
        var state = new CellState(16, 16, 16);
        for (var cell = 0; cell < 256; cell++)
            for (var channel = 0; channel < 4; channel++)
                state[cell / 16, cell % 16, channel] = _target.Rgba[cell * 4 + channel] * brightness;
        return state;
    }
}
