using Nca.Analysis.Robustness;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Targets;

namespace Nca.Tests.Analysis.Robustness;

/// <summary>Where a creature stands, against pictures moved by hand.</summary>
public sealed class DisplacementTests
{
    private static readonly Target Picture = Target.Load("1f423", 24, 12);
    private static readonly TrainedAutomaton Creature = new(
        new AutomatonConfig(),
        InitialWeights.Draw(new AutomatonConfig(), 1),
        Picture
    );

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, -1)]
    [InlineData(-4, 3)]
    public void A_picture_that_was_moved_is_found_where_it_is(int rows, int columns)
    {
        var found = Displacement.Of(Creature, PictureMovedBy(rows, columns));
        Assert.Equal(new Displacement(rows, columns, 0), found);
        Assert.Equal((rows, columns) == (0, 0), found.IsNone);
    }

    [Fact]
    public void What_lies_beyond_the_reach_is_not_found()
    {
        var state = PictureMovedBy(0, 3);
        var found = Displacement.Of(Creature, state, reach: 2);
        Assert.True(found.Error > 0 && found.Error <= Creature.Error(state));
        Assert.Equal(new Displacement(0, 0, Creature.Error(state)), Displacement.Of(Creature, state, reach: 0));
    }

    [Fact]
    public void Nothing_and_no_numbers_are_in_their_place()
    {
        // An empty canvas is as far from the picture wherever it is laid.
        Assert.True(Displacement.Of(Creature, new CellState(24, 24, 16)).IsNone);
        var broken = PictureMovedBy(1, 1);
        broken[3, 3, 0] = float.NaN;
        Assert.True(Displacement.Of(Creature, broken, reach: 0) is { IsNone: true, Error: double.NaN });
    }

    private static CellState PictureMovedBy(int rows, int columns)
    {
        var state = new CellState(24, 24, 16);
        for (var y = 6; y < 18; y++)
            for (var x = 6; x < 18; x++)
                Picture
                    .Rgba.AsSpan((y * 24 + x) * CellState.VisibleChannels, CellState.VisibleChannels)
                    .CopyTo(state.Cell(y + rows, x + columns));
        return state;
    }
}
