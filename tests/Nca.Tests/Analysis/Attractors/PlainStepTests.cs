using Nca.Analysis.Attractors;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Randomness;
using Nca.Tests.Engines;

namespace Nca.Tests.Analysis.Attractors;

/// <summary>The step in double precision against its slow twin and the engine, and its derivative against finite differences.</summary>
public sealed class PlainStepTests
{
    private const int Grid = 7,
        Steps = 6;

    public static TheoryData<string> Kinds => [.. Variants.Keys];

    private static Dictionary<string, AutomatonConfig> Variants { get; } =
        new()
        {
            ["equation"] = new AutomatonConfig { Hidden = 10 },
            ["listing"] = new AutomatonConfig
            {
                Hidden = 9,
                Channels = 6,
                Perception = PerceptionOrder.Listing,
                Masking = AliveMasking.After,
                SobelScale = 1,
            },
            ["clamped"] = new AutomatonConfig
            {
                Hidden = 10,
                Channels = 5,
                ClampColour = true,
                FireRate = 0.7,
            },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_its_slow_twin(string kind)
    {
        var (config, weights, first, fire) = Setting(kind);
        var twin = new PlainRollout(config, weights, Grid, Grid).Forward(first.Values, Steps, fire);
        var state = PlainStep.Doubles(first);
        Walk(kind, state, Steps);

        // Both are in double precision and add in another order.
        Assert.All(twin.Zip(state), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Contains(state, value => value != 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_the_engine_to_single_precision(string kind)
    {
        var (config, weights, first, fire) = Setting(kind);
        var state = PlainStep.Doubles(first);
        Walk(kind, state, Steps);
        using var engine = new FusedRolloutEngine(1);
        engine.Advance(config, weights, [first], Steps, fire);

        // Numbers of the size of one, rounded to 24 bits some dozens of times in a step.
        Assert.All(first.Values.Zip(state), pair => Assert.Equal(pair.First, pair.Second, 5e-6));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_derivative_is_what_finite_differences_say(string kind)
    {
        const double Size = 1e-6;
        var (_, _, first, _) = Setting(kind);

        // Nothing moves the empty cells: at exactly 0 a clamped number has no derivative.
        double[][] directions =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(index => RandomDirection.Of(first.Values.Length, 5, index))
                .Select(all => all.Select((value, place) => first.Values[place] == 0 ? 0 : value).ToArray()),
        ];
        for (var steps = 1; steps <= 4; steps++)
        {
            double[][] tangents = [.. directions.Select(direction => (double[])direction.Clone())];
            Walk(kind, PlainStep.Doubles(first), steps, tangents);
            foreach (var (direction, tangent) in directions.Zip(tangents))
            {
                var (ahead, behind) = (Moved(first, direction, Size), Moved(first, direction, -Size));
                Walk(kind, ahead, steps);
                Walk(kind, behind, steps);

                // Central differences leave Size² and rounding (1e-16 / Size) of numbers of the size of ten.
                Assert.All(tangent.Select((value, place) => value - (ahead[place] - behind[place]) / (2 * Size)), difference =>
                    Assert.Equal(0, difference, 1e-7)
                );
            }

            Assert.Contains(tangents[0], value => value != 0);
        }
    }

    [Fact]
    public void Tangents_change_nothing_of_the_state()
    {
        var (alone, watched) = (PlainStep.Doubles(Setting("equation").State), PlainStep.Doubles(Setting("equation").State));
        Walk("equation", alone, 3);
        Walk("equation", watched, 3, [new double[alone.Length]]);
        Assert.Equal(alone, watched);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var config = Variants["equation"];
        var plain = new PlainStep(config, new UpdateRuleWeights(16, 10), Grid, Grid);
        Assert.Equal(Grid * Grid * 16, plain.Length);
        Assert.Throws<ArgumentException>(() => plain.Advance(new double[3], new byte[Grid * Grid]));
        Assert.Throws<ArgumentException>(() => plain.Advance(new double[plain.Length], new byte[3]));
        Assert.Throws<ArgumentException>(() => plain.Advance(new double[plain.Length], new byte[Grid * Grid], [new double[3]]));
        Assert.Throws<ArgumentException>(() => new PlainStep(config, new UpdateRuleWeights(16, 9), Grid, Grid));
    }

    private static (AutomatonConfig Config, UpdateRuleWeights Weights, CellState State, IFireMasks Fire) Setting(string kind)
    {
        var config = Variants[kind];
        var state = new CellState(Grid, Grid, config.Channels);
        var random = new RandomSequence(3, RandomPurpose.Starts);
        for (var y = 1; y < Grid - 2; y++)
            for (var x = 1; x < Grid - 1; x++)
                foreach (ref var value in state.Cell(y, x))
                    value = (float)random.NextUniform(0.05, 0.9);
        return (config, InitialWeights.DrawLively(config, 4, bound: 0.1), state, new CounterFireMasks(9, 0, config.FireRate));
    }

    private static double[] Moved(CellState state, double[] direction, double size) =>
        [.. state.Values.Select((value, place) => value + size * direction[place])];

    private static void Walk(string kind, double[] state, int steps, IReadOnlyList<double[]>? tangents = null)
    {
        var (config, weights, _, fire) = Setting(kind);
        var (plain, fires) = (new PlainStep(config, weights, Grid, Grid), new byte[Grid * Grid]);
        for (var step = 0; step < steps; step++)
        {
            fire.Fill(0, step, fires);
            plain.Advance(state, fires, tangents);
        }
    }
}
