using Nca.Analysis.Robustness;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Targets;

namespace Nca.Tests.Analysis.Robustness;

/// <summary>The border of what is survived, where it is known.</summary>
public sealed class BorderTests : IDisposable
{
    private readonly FusedRolloutEngine _engine = new(1);

    [Fact]
    public void Bisection_finds_every_step_of_a_step_function_with_few_questions()
    {
        for (var last = 0; last <= 40; last++)
        {
            for (var step = 0; step <= last; step++)
            {
                var asked = new List<int>();
                var found = Bisection.LargestWhere(0, last, number =>
                {
                    asked.Add(number);
                    return number <= step;
                });
                Assert.Equal(step, found);
                Assert.Equal(asked.Count, asked.Distinct().Count());
                Assert.True(asked.Count <= Math.Ceiling(Math.Log2(last + 1)));
                Assert.All(asked, number => Assert.InRange(number, 1, last));
            }
        }
    }

    [Fact]
    public void Who_knows_the_limit_asks_nothing()
    {
        var known = new Bisection(3, 3);
        Assert.Equal((null, 3), ((int?)known.Next, known.Largest));
        Assert.Throws<InvalidOperationException>(() => known.Tell(true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bisection(4, 3));
    }

    [Fact]
    public void A_creature_of_one_cell_that_never_heals_survives_the_discs_that_miss_it()
    {
        var automaton = new AutomatonConfig { Hidden = 4 };
        var target = new Target
        {
            Name = "seed",
            Grid = 16,
            Size = 10,
            AlphaMode = AlphaMode.Premultiplied,
            Rgba = InitialState.Plant(16, 16, 16).Rgba(),
        };
        var creature = new TrainedAutomaton(automaton, new UpdateRuleWeights(16, 4), target);
        var found = SurvivableDiscs.Of(new WoundProtocol(creature, 2, [10], engine: _engine), places: 4);

        // Centres of quarters of the columns 3 to 12; a disc of radius r takes the cell (8, 8) if it is nearer than r. Radii are
        // multiples of a fortieth of 10 cells, up to 6.
        Assert.Equal([3.75, 6.25, 8.75, 11.25], found.Centres);
        var expected =
            from row in found.Centres
            from column in found.Centres
            select Math.Min(6, Math.Floor(Math.Sqrt((row - 8) * (row - 8) + (column - 8) * (column - 8)) / 0.25) * 0.25);
        Assert.Equal(expected, found.Radii);
        Assert.Equal((8.75, 8.75, 1.0), found.Weakest);
        Assert.Equal((6.0, 2, 10), (found.LargestTried, found.Samples, found.Steps));
        Assert.Equal(found.Radii[6], found.Values()[1, 2]);
    }

    [Fact]
    public void Frames_show_one_creature_before_the_wound_and_after()
    {
        var automaton = new AutomatonConfig { Hidden = 8 };
        var creature = new TrainedAutomaton(automaton, InitialWeights.DrawLively(automaton, 3, bound: 0.05), Target.Load("1f423", 16, 10));
        var frames = WoundFrames.Of(creature, [Wounds.LargeCentre, Wounds.TwentyDiscs], engine: _engine);
        var grown = creature.Grow(200, engine: _engine);
        Assert.Equal(grown[0].Values, frames[0].Before.Values);
        var wounded = TrainedAutomaton.Wound(grown, Damage.Circle(8, 8, 4));
        Assert.Equal(wounded[0].Values, frames[0].States[0].Values);
        creature.Advance(wounded, 50, engine: _engine, firstStep: 200);
        Assert.Equal(wounded[0].Values, frames[0].States[1].Values);
        Assert.Equal([0, 50, 200, 600], frames[1].Steps);
        Assert.Equal(4, frames[1].States.Count);
    }

    public void Dispose() => _engine.Dispose();
}
