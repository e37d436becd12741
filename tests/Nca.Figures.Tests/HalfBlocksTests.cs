using Nca.Automaton;
using Nca.Figures.Text;

namespace Nca.Figures.Tests;

/// <summary>Mosaics of half blocks, character by character.</summary>
public sealed class HalfBlocksTests
{
    private const string White = "255;255;255";

    [Fact]
    public void Two_rows_of_cells_are_one_line()
    {
        var state = new CellState(3, 2, 4);
        Paint(state, 0, 0, 1, 0, 0);
        Paint(state, 1, 1, 0, 0, 1);
        Assert.Equal(
            [
                $"{Block("255;0;0", White)}{Block(White, "0;0;255")}\u001b[0m", // rows 0 and 1
                $"{Block(White, White)}{Block(White, White)}\u001b[0m", // row 2, and nothing below it
            ],
            HalfBlocks.Of(state, 3)
        );
    }

    [Fact]
    public void A_large_canvas_is_shrunk_to_means()
    {
        // One of four cells is black, three are white: 3/4 of 255 is 191.
        var state = new CellState(4, 4, 4);
        Paint(state, 0, 0, 0, 0, 0);
        Assert.Equal([$"{Block("191;191;191", White)}{Block(White, White)}\u001b[0m"], HalfBlocks.Of(state, 3));
    }

    private static void Paint(CellState state, int y, int x, float red, float green, float blue) =>
        ((float[])[red, green, blue, 1]).CopyTo(state.Cell(y, x));

    private static string Block(string ink, string ground) => $"\u001b[38;2;{ink};48;2;{ground}m▀";
}
